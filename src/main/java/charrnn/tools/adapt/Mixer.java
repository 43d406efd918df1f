package charrnn.tools.adapt;

import java.util.Arrays;

/**
 * Mixes opinions, given as log odds, into one probability: logistic regression that learns with each answer, by the
 * gradient of the cost of coding it (Mahoney 2005, "Adaptive weighing of context models for lossless data compression").
 * The weights are sums of several sets, each chosen by one aspect of the situation.
 */
final class Mixer {
    private static final float FIRST_RATE = 0.02f;
    private static final float LAST_RATE = 0.0005f;
    private static final float SLOWING = 0.99995f;

    private final float[][][] weights; // [aspects][situations of the aspect][inputs]
    private final float[][] chosen; // [aspects][inputs]
    private float rate = FIRST_RATE;
    private double probability;

    /**
     * @param inputs opinions
     * @param first the weight of each opinion to begin with
     * @param situations how many there are of each aspect
     */
    Mixer(int inputs, float first, int... situations) {
        weights = new float[situations.length][][];
        for (int a = 0; a < situations.length; a++) {
            weights[a] = new float[situations[a]][inputs];
            for (float[] set : weights[a]) {
                Arrays.fill(set, first / situations.length);
            }
        }
        chosen = new float[situations.length][];
    }

    /**
     * @param opinions log odds; the first {@code inputs} count
     * @param situation the present one of each aspect; the first aspects count
     * @return probability of yes
     */
    double mix(float[] opinions, int[] situation) {
        float sum = 0;
        for (int a = 0; a < chosen.length; a++) {
            float[] set = weights[a][situation[a]];
            chosen[a] = set;
            sum += dot(opinions, set);
        }
        probability = Logistic.squash(sum);
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

    /** Learns from the answer to what was mixed last. */
    void learn(float[] opinions, int answer) {
        float step = (float) (answer - probability) * rate;
        for (float[] set : chosen) {
            for (int i = 0; i < set.length; i++) {
                set[i] += step * opinions[i];
            }
        }
        rate = Math.max(LAST_RATE, rate * SLOWING);
    }
}
