package charrnn.tools.score;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Sorts the suffixes of a text by doubling (Larsson and Sadakane 2007, "Faster suffix sorting"). Once the suffixes are in
 * the order of their first h symbols, those that agree in them are sorted by the ranks of the suffixes h symbols later,
 * which gives the order of the first 2 h symbols.
 */
final class SuffixArray {
    private SuffixArray() {}

    /** Positions of the suffixes in ascending order; the end of the text is smaller than any symbol. */
    static int[] of(int[] text) {
        int length = text.length;
        int[] ranks = text.clone();
        long[] sorted = new long[length]; // the rank that decides, then the position in the lower 32 bits
        Arrays.setAll(sorted, i -> i);
        BitSet starts = new BitSet(); // of groups of suffixes that agree, and the end
        starts.set(0);
        starts.set(length);
        for (int known = 0; starts.nextClearBit(0) < length; known = Math.max(1, 2 * known)) {
            int second = starts.nextClearBit(0); // the second suffix of a group
            while (second < length) {
                int end = starts.nextSetBit(second);
                sort(sorted, second - 1, end, ranks, known, starts);
                second = starts.nextClearBit(end);
            }
        }
        int[] order = new int[length];
        Arrays.setAll(order, i -> (int) sorted[i]);
        return order;
    }

    /** Sorts a group and divides it. The other groups may use its new ranks at once, since these only refine the old ones. */
    private static void sort(long[] sorted, int from, int to, int[] ranks, int known, BitSet starts) {
        for (int i = from; i < to; i++) {
            int position = (int) sorted[i];
            long rank = position + known < ranks.length ? ranks[position + known] : -1;
            sorted[i] = rank << 32 | position;
        }
        Arrays.parallelSort(sorted, from, to);
        int start = from;
        for (int i = from; i < to; i++) {
            if (sorted[i] >> 32 != sorted[start] >> 32) {
                start = i;
                starts.set(i);
            }
            ranks[(int) sorted[i]] = start;
        }
    }
}
