package charrnn.tools.statistics;

import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The set of shingles of a text, its runs of seven tokens, as 64-bit hashes. A token is a word of letters, digits and
 * underscores, or any other single character except white space, so that indentation and line breaks have no effect.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ShingleSet(long[] hashes) {
    private static final int BIN_BITS = 7;
    private static final int BINS = 1 << BIN_BITS;
    private static final int EMPTY = Integer.MAX_VALUE;

    static ShingleSet of(PlacedPiece piece, Vocabulary vocabulary) {
        Tokens tokens = new Tokens();
        piece.read(symbol -> tokens.accept(vocabulary.codePoint(symbol)));
        tokens.endWord();
        return of(tokens.shingles.build());
    }

    static ShingleSet of(LongStream hashes) {
        return new ShingleSet(hashes.sorted().distinct().toArray());
    }

    /** Jaccard similarity; 0 if both sets are empty. */
    double similarity(ShingleSet other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < hashes.length && j < other.hashes.length) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        int all = hashes.length + other.hashes.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    /**
     * Computes the MinHash signature of the set, 128 numbers. One permutation is divided into bins; an empty bin takes the
     * number of the next non-empty one (Li, Owen and Zhang 2012, "One permutation hashing"; Shrivastava and Li 2014,
     * "Densifying one permutation hashing via rotation").
     *
     * @return the signature, [bins]; all numbers are equal if the set is empty
     */
    int[] minHash() {
        int[] minima = new int[BINS];
        Arrays.fill(minima, EMPTY);
        for (long hash : hashes) {
            int bin = (int) (hash >>> Long.SIZE - BIN_BITS);
            minima[bin] = Math.min(minima[bin], (int) hash >>> 1);
        }
        if (hashes.length == 0) {
            return minima;
        }
        int[] dense = new int[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            int distance = 0;
            while (minima[(bin + distance) % BINS] == EMPTY) {
                distance++;
            }
            // Numbers taken from different bins must differ, so the distance is included.
            dense[bin] = minima[(bin + distance) % BINS] + 0x9e3779b9 * distance;
        }
        return dense;
    }

    /** Estimates the Jaccard similarity from two {@link #minHash} signatures: standard error up to 4.4 %. */
    static double similarity(int[] one, int[] other) {
        long same =
                IntStream.range(0, BINS).filter(bin -> one[bin] == other[bin]).count();
        return (double) same / BINS;
    }

    /** Splits a text into tokens and hashes each seven in a row. */
    private static final class Tokens {
        private static final int RUN = 7;
        private static final long PRIME = 0x100000001b3L; // of the FNV-1a hash

        private final long[] last = new long[RUN];
        private long count;
        private long word;
        private final LongStream.Builder shingles = LongStream.builder();

        void accept(int codePoint) {
            if (Character.isLetterOrDigit(codePoint) || codePoint == '_') {
                word = (word ^ codePoint + 1) * PRIME;
                return;
            }
            endWord();
            if (!Character.isWhitespace(codePoint)) {
                add((codePoint + 1) * PRIME);
            }
        }

        void endWord() {
            if (word != 0) {
                add(word);
                word = 0;
            }
        }

        private void add(long token) {
            last[(int) (count++ % RUN)] = token;
            if (count < RUN) {
                return;
            }
            long hash = 0;
            for (int i = 0; i < RUN; i++) {
                hash = mix(hash ^ last[(int) ((count + i) % RUN)]);
            }
            shingles.add(hash);
        }

        /** Makes each bit depend on all bits: the finalizer of MurmurHash3. */
        private static long mix(long value) {
            long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
            mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
            return mixed ^ mixed >>> 33;
        }
    }
}
