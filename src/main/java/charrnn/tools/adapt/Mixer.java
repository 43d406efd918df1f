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
    private static final float LAST_RATE = 0.0005f;
    private static final float RATE_DECAY = 0.99995f;
    private static final float MAX_STORED_WEIGHT = 1e6f; // of a file, far above any that was learned

    private final float[][][] weights; // [selectors][values of the selector][inputs]
    private final float[][] selected; // [selectors][inputs]
    private float rate = FIRST_RATE;
    private double probability;

    /**
     * @param inputs number of predictions
     * @param initial the initial weight of each input
     * @param sizes number of values of each selector
     */
    Mixer(int inputs, float initial, int... sizes) {
        weights = new float[sizes.length][][];
        for (int s = 0; s < sizes.length; s++) {
            weights[s] = new float[sizes[s]][inputs];
            for (float[] set : weights[s]) {
                Arrays.fill(set, initial / sizes.length);
            }
        }
        selected = new float[sizes.length][];
    }

    private Mixer(Mixer from) {
        weights = new float[from.weights.length][][];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = Arrays.stream(from.weights[s]).map(float[]::clone).toArray(float[][]::new);
        }
        selected = new float[weights.length][];
        rate = from.rate;
    }

    Mixer copy() {
        return new Mixer(this);
    }

    void transfer(StateStream state) throws IOException {
        for (float[][] sets : weights) {
            for (float[] set : sets) {
                state.floats(set, -MAX_STORED_WEIGHT, MAX_STORED_WEIGHT);
            }
        }
        rate = state.number(rate, LAST_RATE, FIRST_RATE);
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
     * Mixes predictions. Only the first inputs and selectors are used, as many as this mixer has.
     *
     * @param inputs log odds
     * @param selectors the current value of each selector
     * @return probability of bit 1
     */
    double mix(float[] inputs, int[] selectors) {
        float sum = 0;
        for (int s = 0; s < selected.length; s++) {
            float[] set = weights[s][selectors[s]];
            selected[s] = set;
            sum += dot(inputs, set);
        }
        probability = probability(sum);
        return probability;
    }

    private static float dot(float[] a, float[] b) {
        float even = 0;
        float odd = 0;
        int i = 0;
        for (; i + 1 < b.length; i += 2) {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }
        return i < b.length ? even + odd + a[i] * b[i] : even + odd;
    }

    /** Learns from the bit that was predicted last. */
    void learn(float[] inputs, int bit) {
        float step = (float) (bit - probability) * rate;
        for (float[] set : selected) {
            for (int i = 0; i < set.length; i++) {
                set[i] += step * inputs[i];
            }
        }
        rate = Math.max(LAST_RATE, rate * RATE_DECAY);
    }
}
