package charrnn.tools.score;

import charrnn.corpus.EncodedText;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Finds runs of symbols in a text with a suffix array. Memory: 8 bytes per character. */
final class TextIndex {
    private final long offset;
    private final int[] text;
    private final int[] order;

    /**
     * @param whole the text of which [from, from + length) is indexed
     * @param symbols size of its vocabulary
     */
    TextIndex(EncodedText whole, long from, int length, int symbols) {
        offset = from;
        text = whole.read(from, length);
        order = SuffixArray.of(text, symbols);
    }

    /**
     * For each position of a sample, the longest run from there that also occurs in the text.
     *
     * @param lengths number of symbols of the runs, [symbols of the sample]
     * @param at position of an occurrence of each run in the whole text, [symbols of the sample]
     */
    record Runs(int[] lengths, long[] at) {}

    /** Replaces each run of a sample for which this text has a longer one. */
    void lengthen(Runs runs, int[] sample) {
        for (int from = 0; from < sample.length; from++) {
            int above = bound(sample, sample.length, sample.length - from, false);
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

    /**
     * The symbol after a random occurrence of a context.
     *
     * @param context symbols, of which the {@code length} before {@code contextEnd} are the context
     * @return the symbol; -1 if the context does not occur, or the chosen occurrence ends the text
     */
    int after(int[] context, int contextEnd, int length, RandomGenerator random) {
        int first = bound(context, contextEnd, length, false);
        int end = bound(context, contextEnd, length, true);
        if (first == end) {
            return -1;
        }
        int next = order[random.nextInt(first, end)] + length;
        return next < text.length ? text[next] : -1;
    }

    /** Number of suffixes that sort before the context, plus, if {@code upper}, those that begin with it. */
    private int bound(int[] context, int contextEnd, int length, boolean upper) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int sign = compare(order[middle], context, contextEnd, length);
            if (sign < 0 || upper && sign == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Negative if a suffix sorts before the context, 0 if it begins with the context. */
    private int compare(int suffix, int[] context, int contextEnd, int length) {
        int end = Math.min(suffix + length, text.length);
        return Arrays.compare(text, suffix, end, context, contextEnd - length, contextEnd);
    }
}
