package charrnn.tools.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sorts the suffixes of a text in linear time by induced sorting (Nong, Zhang and Chan 2009, "Linear suffix array
 * construction by almost pure induced-sorting"). Suffix i has type S (small) if it is smaller than suffix i + 1, otherwise
 * type L (large); the end of the text is smaller than any symbol. An S suffix after an L suffix is leftmost S, LMS. Once
 * the LMS suffixes are sorted, one pass from the left sorts the L suffixes and one from the right the S suffixes.
 */
final class SuffixArray {
    private final int[] text;
    private final int length;
    private final boolean[] small;
    private final int[] starts;
    private final int[] ends;
    private final int[] order;

    private SuffixArray(int[] text, int symbols) {
        this.text = text;
        this.length = text.length;
        this.small = types(text);
        this.ends = new int[symbols];
        for (int symbol : text) {
            ends[symbol]++;
        }
        for (int symbol = 1; symbol < symbols; symbol++) {
            ends[symbol] += ends[symbol - 1];
        }
        this.starts = new int[symbols];
        System.arraycopy(ends, 0, starts, 1, symbols - 1);
        this.order = new int[length];
    }

    /**
     * Positions of the suffixes in ascending order.
     *
     * @param text numbers from 0 to {@code symbols} - 1
     */
    static int[] of(int[] text, int symbols) {
        if (text.length == 0) {
            return new int[0];
        }
        SuffixArray array = new SuffixArray(text, symbols);
        array.sort();
        return array.order;
    }

    private static boolean[] types(int[] text) {
        boolean[] small = new boolean[text.length];
        for (int i = text.length - 2; i >= 0; i--) {
            small[i] = text[i] < text[i + 1] || text[i] == text[i + 1] && small[i + 1];
        }
        return small;
    }

    private boolean leftmostSmall(int i) {
        return i > 0 && small[i] && !small[i - 1];
    }

    private void sort() {
        int[] leftmost = IntStream.range(0, length).filter(this::leftmostSmall).toArray();
        induce(leftmost);
        int[] sorted = Arrays.stream(order).filter(this::leftmostSmall).toArray();
        int[] names = new int[length / 2 + 1]; // [i / 2] for the LMS substring at i: two are never adjacent
        int distinct = name(sorted, names);
        if (distinct < leftmost.length) {
            int[] reduced = Arrays.stream(leftmost).map(i -> names[i / 2]).toArray();
            int[] ranks = of(reduced, distinct);
            Arrays.setAll(sorted, rank -> leftmost[ranks[rank]]);
        }
        induce(sorted);
    }

    /** Fills the order from the LMS suffixes; if these are sorted, the order is too. */
    private void induce(int[] leftmost) {
        Arrays.fill(order, -1);
        int[] end = ends.clone();
        for (int i = leftmost.length - 1; i >= 0; i--) {
            order[--end[text[leftmost[i]]]] = leftmost[i];
        }
        int[] start = starts.clone();
        order[start[text[length - 1]]++] = length - 1; // induced by the end of the text
        for (int i = 0; i < length; i++) {
            int before = order[i] - 1;
            if (before >= 0 && !small[before]) {
                order[start[text[before]]++] = before;
            }
        }
        end = ends.clone();
        for (int i = length - 1; i >= 0; i--) {
            int before = order[i] - 1;
            if (before >= 0 && small[before]) {
                order[--end[text[before]]] = before;
            }
        }
    }

    /** Numbers the sorted LMS substrings, equal ones with the same number; returns the count of numbers. */
    private int name(int[] sorted, int[] names) {
        int name = -1;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || !sameSubstring(sorted[i - 1], sorted[i])) {
                name++;
            }
            names[sorted[i] / 2] = name;
        }
        return name + 1;
    }

    /** Whether two LMS substrings, each up to and including the next LMS symbol, are equal. */
    private boolean sameSubstring(int first, int second) {
        for (int i = 0; first + i < length && second + i < length; i++) {
            if (text[first + i] != text[second + i]) {
                return false;
            }
            boolean firstEnds = i > 0 && leftmostSmall(first + i);
            boolean secondEnds = i > 0 && leftmostSmall(second + i);
            if (firstEnds || secondEnds) {
                return firstEnds && secondEnds;
            }
        }
        return false;
    }
}
