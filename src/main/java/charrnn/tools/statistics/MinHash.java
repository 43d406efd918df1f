package charrnn.tools.statistics;

import java.util.Arrays;

/**
 * A set of hashes in 128 numbers, of which two sets share about as many as their Jaccard similarity says: one permutation,
 * cut into bins, an empty bin taking the number of the next that is not (Li, Owen and Zhang 2012, "One permutation hashing";
 * Shrivastava and Li 2014, "Densifying one permutation hashing via rotation").
 */
final class MinHash {
    static final int BANDS = 32;
    private static final int ROWS = 4;
    private static final int BIN_BITS = 7;
    private static final int BINS = 1 << BIN_BITS;
    private static final int EMPTY = Integer.MAX_VALUE;

    private MinHash() {}

    /** The numbers, [bins]; all the same where the set is empty. */
    static int[] of(long[] hashes) {
        int[] least = new int[BINS];
        Arrays.fill(least, EMPTY);
        for (long hash : hashes) {
            int bin = (int) (hash >>> Long.SIZE - BIN_BITS);
            least[bin] = Math.min(least[bin], (int) hash >>> 1);
        }
        return hashes.length == 0 ? least : withoutHoles(least);
    }

    private static int[] withoutHoles(int[] least) {
        int[] dense = new int[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            int distance = 0;
            while (least[(bin + distance) % BINS] == EMPTY) {
                distance++;
            }
            // The distance matters: numbers borrowed from different bins are not the same.
            dense[bin] = least[(bin + distance) % BINS] + 0x9e3779b9 * distance;
        }
        return dense;
    }

    /** A hash of the numbers of a band. */
    static int band(int[] numbers, int band) {
        return Arrays.hashCode(Arrays.copyOfRange(numbers, band * ROWS, (band + 1) * ROWS));
    }

    /** About the Jaccard similarity of the sets: standard error 4 % or less. */
    static double similarity(int[] one, int[] other) {
        int same = 0;
        for (int bin = 0; bin < BINS; bin++) {
            same += one[bin] == other[bin] ? 1 : 0;
        }
        return (double) same / BINS;
    }
}
