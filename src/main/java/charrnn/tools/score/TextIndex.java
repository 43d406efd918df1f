package charrnn.tools.score;

import charrnn.corpus.EncodedText;
import java.util.random.RandomGenerator;

/** A text in which any run of symbols is found at once, by its suffix array. It holds 8 bytes a character. */
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
     * The longest run that a sample has in common with the text from one of its places on.
     *
     * @param length symbols
     * @param at position in the whole text where it stands, one of several perhaps
     */
    record Match(int length, long at) {}

    Match longest(int[] sample, int from) {
        int low = 0; // suffixes before it are smaller than the sample's
        int high = order.length;
        int lowCommon = 0; // symbols in common with the neighbours of the range
        int highCommon = 0;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int common = common(sample, from, order[middle], Math.min(lowCommon, highCommon));
            if (smaller(order[middle], sample, from, common)) {
                low = middle + 1;
                lowCommon = common;
            } else {
                high = middle;
                highCommon = common;
            }
        }
        int best = lowCommon > highCommon ? low - 1 : low;
        int length = Math.max(lowCommon, highCommon);
        return new Match(length, length == 0 ? 0 : offset + order[best]);
    }

    private int common(int[] sample, int from, int suffix, int known) {
        int length = known;
        int limit = Math.min(sample.length - from, text.length - suffix);
        while (length < limit && sample[from + length] == text[suffix + length]) {
            length++;
        }
        return length;
    }

    private boolean smaller(int suffix, int[] sample, int from, int common) {
        if (from + common == sample.length) {
            return false;
        }
        return suffix + common == text.length || text[suffix + common] < sample[from + common];
    }

    /**
     * The symbol after one of the places where a context stands, each place as likely.
     *
     * @param context symbols, of which the last {@code length} are looked for
     * @return the symbol, -1 where the context does not stand before any
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

    /** The first suffix that does not begin below the context or, for the upper bound, that begins above it. */
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

    /** Negative where a suffix is below the context, 0 where it begins with it. */
    private int compare(int suffix, int[] context, int contextEnd, int length) {
        for (int i = 0; i < length; i++) {
            if (suffix + i == text.length) {
                return -1;
            }
            int difference = text[suffix + i] - context[contextEnd - length + i];
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
