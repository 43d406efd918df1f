package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;

/**
 * Mixes predictions, given as log odds, into one probability: logistic regression that learns from each bit, by the gradient
 * of its coding cost (Mahoney 2005, "Adaptive weighing of context models for lossless data compression"). The weights are
 * the sum of several sets; the value of each selector chooses one set.
 */
final class Mixer {
    private static final int STEPS = 4096;
    private static final float[] LOG_ODDS = new float[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            double p = (i + 0.5) / STEPS;
            LOG_ODDS[i] = (float) Math.log(p / (1 - p));
        }
    }

    private static final float FIRST_RATE = 0.02f;
    private static final float LAST_RATE = 0.001f;
    private static final float RATE_DECAY = 0.9995f;
    private static final float MAX_STORED_WEIGHT = 1e6f; // of a file, far above any that was learned

    private final int size; // number of inputs
    private final int[] values; // number of values of each selector
    private final float[] weights; // [selectors][values of the selector][inputs]
    private final int[] selected; // index of the first weight of each chosen set
    private float rate = FIRST_RATE;
    private double probability;

    /**
     * @param inputs number of predictions
     * @param initial the initial weight of each input
     * @param values number of values of each selector
     */
    Mixer(int inputs, float initial, int... values) {
        size = inputs;
        this.values = values;
        weights = new float[inputs * Arrays.stream(values).sum()];
        Arrays.fill(weights, initial / values.length);
        selected = new int[values.length];
    }

    Mixer(Mixer from) {
        size = from.size;
        values = from.values;
        weights = from.weights.clone();
        selected = new int[values.length];
        rate = from.rate;
    }

    void transfer(StateStream state) throws IOException {
        state.floats(weights, -MAX_STORED_WEIGHT, MAX_STORED_WEIGHT);
        float[] stored = {rate};
        state.floats(stored, LAST_RATE, FIRST_RATE);
        rate = stored[0];
    }

    /** Log odds of a probability, ln(p / (1 − p)), for p in steps of 1/4096; from −9 to 9. */
    static float logOdds(float p) {
        return LOG_ODDS[Math.min(STEPS - 1, (int) (p * STEPS))];
    }

    /** The probability that has these log odds. */
    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    /**
     * Mixes predictions. Only the first selectors are used, as many as this mixer has.
     *
     * @param inputs log odds
     * @param selectors the current value of each selector
     * @return probability of bit 1
     */
    double mix(float[] inputs, int[] selectors) {
        float sum = 0;
        int first = 0; // set of the selector
        for (int s = 0; s < selected.length; s++) {
            selected[s] = (first + selectors[s]) * size;
            sum += dot(inputs, selected[s]);
            first += values[s];
        }
        probability = probability(sum);
        return probability;
    }

    private float dot(float[] inputs, int at) {
        float even = 0;
        float odd = 0;
        int i = 0;
        for (; i + 1 < size; i += 2) {
            even += inputs[i] * weights[at + i];
            odd += inputs[i + 1] * weights[at + i + 1];
        }
        return i < size ? even + odd + inputs[i] * weights[at + i] : even + odd;
    }

    /** Learns from the bit that was predicted last. */
    void learn(float[] inputs, int bit) {
        float step = (float) (bit - probability) * rate;
        for (int at : selected) {
            for (int i = 0; i < size; i++) {
                weights[at + i] += step * inputs[i];
            }
        }
        rate = Math.max(LAST_RATE, rate * RATE_DECAY);
    }
}
