package charrnn.sample;

import java.util.Arrays;

/** Symbols from the likeliest to the least likely, equals by their index. */
final class Ranking {
    private final long[] keys; // ascending: logarithm, reversed, in the high half and the index in the low one

    private Ranking(long[] keys) {
        this.keys = keys;
    }

    static Ranking of(float[] logProbabilities) {
        long[] keys = new long[logProbabilities.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) descending(logProbabilities[i]) << 32 | i;
        }
        Arrays.sort(keys);
        return new Ranking(keys);
    }

    /** An integer that is the smaller the larger the number is. The bits of negative floats ascend the wrong way. */
    private static int descending(float value) {
        int bits = Float.floatToIntBits(value + 0f); // -0 becomes 0
        return ~(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }

    int size() {
        return keys.length;
    }

    /** Vocabulary index of the symbol at a rank; rank 0 is the likeliest. */
    int index(int rank) {
        return (int) keys[rank];
    }

    /** Leaves the fewest symbols, those of the first ranks, that together have so much weight. */
    void keep(double weight, double[] weights, float[] logProbabilities) {
        double missing = weight;
        for (int rank = 0; rank < keys.length; rank++) {
            int index = index(rank);
            if (missing <= 0) {
                logProbabilities[index] = Float.NEGATIVE_INFINITY;
            }
            missing -= weights[index];
        }
    }
}
