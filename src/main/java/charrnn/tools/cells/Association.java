package charrnn.tools.cells;

import java.util.Arrays;

/**
 * Measures how closely a signal follows a feature, from -1 to 1. For a condition the measure is 2 AUC - 1, where AUC is the
 * probability that the signal is higher at a random position where the condition holds than at one where it does not (Mann and
 * Whitney 1947; Fawcett 2006, section 7). For a quantity it is Spearman's rank correlation. Both sum the signal's centred ranks
 * times weights that depend on the feature alone; Spearman's is then divided by the norm of the ranks. An instance holds the
 * weights of one feature.
 */
record Association(boolean numeric, float[] weights) {
    private static final int INDEX_BITS = 32;

    /** The association with a feature that has these values at some positions. */
    static Association withFeature(float[] values, boolean numeric) {
        return new Association(numeric, numeric ? spearman(values) : mannWhitney(values));
    }

    /**
     * How closely a signal follows the feature, from -1 to 1; 0 if one of them is constant.
     *
     * @param ranks centred ranks of the signal at the same positions
     * @param norm their {@link #norm}
     */
    double ofSignal(float[] ranks, double norm) {
        double sum = dot(ranks, weights);
        return numeric && norm > 0 ? sum / norm : sum;
    }

    /** Root of the sum of the squares. */
    static double norm(float[] ranks) {
        return Math.sqrt(dot(ranks, ranks));
    }

    /**
     * The weights of a condition. Where it holds, at n1 positions of n0 + n1, the centred ranks have the sum R = n1 (n0 AUC - n0/2),
     * so that 2 AUC - 1 = 2 R / (n0 n1).
     */
    private static float[] mannWhitney(float[] values) {
        double holds = 0;
        for (float value : values) {
            holds += value;
        }
        double pairs = holds * (values.length - holds);
        float[] weights = new float[values.length];
        for (int i = 0; i < values.length && pairs > 0; i++) {
            weights[i] = (float) (2 * values[i] / pairs);
        }
        return weights;
    }

    private static float[] spearman(float[] values) {
        float[] weights = centredRanks(values);
        double norm = norm(weights);
        for (int i = 0; i < weights.length && norm > 0; i++) {
            weights[i] = (float) (weights[i] / norm);
        }
        return weights;
    }

    /**
     * The ranks of values in ascending order, less the mean of all ranks, so that their sum is 0. Equal values share the mean
     * of their ranks.
     *
     * @param values without NaN
     */
    static float[] centredRanks(float[] values) {
        long[] ordered = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            ordered[i] = (long) ordinal(values[i]) << INDEX_BITS | i;
        }
        Arrays.sort(ordered);
        float[] ranks = new float[values.length];
        for (int from = 0, to = 0; from < ordered.length; from = to) {
            while (to < ordered.length && ordered[to] >> INDEX_BITS == ordered[from] >> INDEX_BITS) {
                to++;
            }
            float rank = (from + to - values.length) / 2f;
            for (int k = from; k < to; k++) {
                ranks[(int) ordered[k]] = rank;
            }
        }
        return ranks;
    }

    /** Maps numbers to integers in the same order; 0 and -0 become equal. */
    private static int ordinal(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    /** Uses four independent sums, since each addition to one sum would wait for the previous one. */
    private static double dot(float[] a, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += (double) a[i] * b[i];
            sum1 += (double) a[i + 1] * b[i + 1];
            sum2 += (double) a[i + 2] * b[i + 2];
            sum3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += (double) a[i] * b[i];
        }
        return sum0 + sum1 + sum2 + sum3;
    }
}
