package charrnn.tools.statistics;

import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The runs of seven tokens in a text, as 64-bit hashes. A token is a word of letters, digits and underscores, or any other
 * character but white space: so indentation and line breaks do not count.
 */
final class Shingles implements IntConsumer {
    private static final int TOKENS = 7;
    private static final long PRIME = 0x100000001b3L; // of the FNV-1a hash

    private final Vocabulary vocabulary;
    private final long[] last = new long[TOKENS];
    private long tokens;
    private long word;
    private long[] hashes = new long[64];
    private int size;

    Shingles(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The different ones of a piece, ascending. */
    static long[] of(PlacedPiece piece, Vocabulary vocabulary) {
        Shingles shingles = new Shingles(vocabulary);
        piece.read(shingles);
        shingles.endWord();
        return Arrays.stream(shingles.hashes, 0, shingles.size)
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public void accept(int symbol) {
        int c = vocabulary.codePoint(symbol);
        if (Character.isLetterOrDigit(c) || c == '_') {
            word = (word ^ c + 1) * PRIME;
            return;
        }
        endWord();
        if (!Character.isWhitespace(c)) {
            add((c + 1) * PRIME);
        }
    }

    private void endWord() {
        if (word != 0) {
            add(word);
            word = 0;
        }
    }

    private void add(long token) {
        last[(int) (tokens++ % TOKENS)] = token;
        if (tokens < TOKENS) {
            return;
        }
        long hash = 0;
        for (int i = 0; i < TOKENS; i++) {
            hash = mix(hash ^ last[(int) ((tokens + i) % TOKENS)]);
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash;
    }

    /** Spreads each bit over all: the finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    /** Jaccard similarity of two sets: what they share over all that is in either; 0 where both are empty. */
    static double similarity(long[] one, long[] other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            int order = Long.compare(one[i], other[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        int all = one.length + other.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }
}
