package charrnn.tools.score;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Piece;
import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds runs of samples in the training text, and generates text with an n-gram model of it. The text is indexed in blocks,
 * so that memory does not grow with it: a block of 12.6 million characters takes 100 MB, and three times that during
 * indexing.
 */
final class TrainingText {
    private static final int BLOCK = 12 << 20;
    private static final int OVERLAP = 10_000; // of adjacent blocks; a longer run across their border is found in parts
    private static final int READ_AT_ONCE = 10_000;

    private final EncodedText text;
    private final Vocabulary vocabulary;
    private final List<Piece> pieces;
    private final int block;
    private final int overlap;
    private final Index first;

    /** @param split the files of the text */
    TrainingText(EncodedText text, Vocabulary vocabulary, Split split) {
        this(text, vocabulary, split, BLOCK, OVERLAP);
    }

    TrainingText(EncodedText text, Vocabulary vocabulary, Split split, int block, int overlap) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.pieces = split.of(Split.Part.TRAIN);
        this.block = block;
        this.overlap = overlap;
        this.first = index(0);
    }

    private Index index(long from) {
        return new Index(from, text.read(from, (int) Math.min(block, text.length() - from)));
    }

    /**
     * For each position of a sample, the longest run from there that also occurs in the training text.
     *
     * @param lengths number of symbols of the runs, [symbols of the sample]
     * @param at position of an occurrence of each run in that text, [symbols of the sample]
     */
    record Runs(int[] lengths, long[] at) {}

    /** The longest runs of each sample that occur in the training text. */
    List<Runs> runs(List<String> samples) {
        List<int[]> encoded = samples.stream().map(vocabulary::encode).toList();
        List<Runs> runs = encoded.stream()
                .map(sample -> new Runs(new int[sample.length], new long[sample.length]))
                .toList();
        for (long from = 0; from == 0 || from + overlap < text.length(); from += block - overlap) {
            Index index = from == 0 ? first : index(from);
            for (int i = 0; i < encoded.size(); i++) {
                index.lengthen(runs.get(i), encoded.get(i));
            }
        }
        return runs;
    }

    /** The file and line of a position, such as {@code kernel/fork.c:120}. */
    String place(long position) {
        long before = 0;
        for (Piece piece : pieces) {
            if (position < before + piece.chars()) {
                return piece.file() + ":" + (1 + lines(before, position));
            }
            before += piece.chars();
        }
        throw new IndexOutOfBoundsException(position);
    }

    private long lines(long from, long to) {
        int newline = vocabulary.indexOf('\n');
        long lines = 0;
        for (long at = from; at < to; at += READ_AT_ONCE) {
            lines += Arrays.stream(text.read(at, (int) Math.min(READ_AT_ONCE, to - at)))
                    .filter(symbol -> symbol == newline)
                    .count();
        }
        return lines;
    }

    /**
     * Generates a text with an n-gram model (Goldberg 2015, "The unreasonable effectiveness of character-level language
     * models"): each character is drawn with its frequency after the same n - 1 characters in the first block of the training
     * text. A context that does not occur there is shortened from the left until it does.
     *
     * @param n number of characters of a context plus one, 1 or more
     * @param before the text to continue
     * @param length number of characters to generate
     * @return the generated text, without the unknown symbol
     */
    String nGram(int n, String before, int length, RandomGenerator random) {
        int[] begin = vocabulary.encode(before);
        int[] written = Arrays.copyOf(begin, begin.length + length);
        for (int end = begin.length; end < written.length; end++) {
            int symbol = Vocabulary.UNKNOWN;
            for (int context = Math.min(n - 1, end); symbol <= Vocabulary.UNKNOWN; context = Math.max(0, context - 1)) {
                symbol = first.after(written, end - context, end, random);
            }
            written[end] = symbol;
        }
        return vocabulary.decode(Arrays.copyOfRange(written, begin.length, written.length));
    }

    /**
     * Finds runs of symbols in a block with its suffix array. Memory: 8 bytes per character.
     *
     * @param offset position of the block in the whole text
     * @param order positions of the suffixes in ascending order
     */
    private record Index(long offset, int[] text, int[] order) {
        Index(long offset, int[] text) {
            this(offset, text, SuffixArray.of(text));
        }

        /** Replaces each run of a sample for which this text has a longer one. */
        void lengthen(Runs runs, int[] sample) {
            for (int from = 0; from < sample.length; from++) {
                int above = bound(sample, from, sample.length, false);
                int commonBelow = above == 0 ? 0 : common(sample, from, order[above - 1]);
                int commonAbove = above == order.length ? 0 : common(sample, from, order[above]);
                int length = Math.max(commonBelow, commonAbove);
                if (length > runs.lengths[from]) {
                    runs.lengths[from] = length;
                    runs.at[from] = offset + order[commonBelow > commonAbove ? above - 1 : above];
                }
            }
        }

        private int common(int[] sample, int from, int suffix) {
            int common = Arrays.mismatch(sample, from, sample.length, text, suffix, text.length);
            return common < 0 ? sample.length - from : common;
        }

        /** The symbol after a random occurrence of symbols [from, to); -1 if there is none, or the chosen one ends the text. */
        int after(int[] symbols, int from, int to, RandomGenerator random) {
            int first = bound(symbols, from, to, false);
            int end = bound(symbols, from, to, true);
            int next = first == end ? text.length : order[random.nextInt(first, end)] + to - from;
            return next < text.length ? text[next] : -1;
        }

        /** Number of suffixes that sort before symbols [from, to), plus, if {@code upper}, those that begin with them. */
        private int bound(int[] symbols, int from, int to, boolean upper) {
            int low = 0;
            int high = order.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int end = Math.min(order[middle] + to - from, text.length);
                int sign = Arrays.compare(text, order[middle], end, symbols, from, to);
                if (sign < 0 || upper && sign == 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
