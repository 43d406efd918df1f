package charrnn.tools.cells;

import java.util.Arrays;

/** Ranks of values, equal ones sharing the mean of theirs, less the mean of all ranks. */
final class Ranks {
    private static final int INDEX_BITS = 32;

    private Ranks() {}

    /**
     * @param values none NaN
     * @return in their order; the sum is 0
     */
    static float[] centred(float[] values) {
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

    /** An integer that orders as the number does; 0 and -0 have the same. */
    private static int ordinal(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }
}
