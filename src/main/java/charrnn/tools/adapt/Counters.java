package charrnn.tools.adapt;

/**
 * The probability that a bit is 1, for each context and node: an estimate that moves less and less with each bit, but never
 * by less than a tenth of the way, so that the newest bits count most. Counters are found by hash, in a table of fixed size;
 * where it is crowded, counters of few bits are lost first.
 *
 * <p>A counter's place is a window, of a context, and a node from 1 to 15 in it. The nodes of a window lie side by side, in
 * one or two lines of a processor's cache.
 */
final class Counters {
    /** Number of bits after which an estimate moves no more slowly. */
    static final int LIMIT = 8;

    private static final int CERTAIN = (1 << 20) - 1; // the largest estimate
    private static final int NEIGHBOUR = 16; // slots further, in the adjacent cache line

    /** Bits of the window's hash (8), estimate (20), number of bits counted (4); all 0 in an empty slot. */
    private final int[] slots;

    private final int mask;

    /** @param logSlots binary logarithm of the number of counters */
    Counters(int logSlots) {
        slots = new int[1 << logSlots];
        mask = slots.length - 1;
    }

    /**
     * Finds a counter.
     *
     * @param window hash of a window; every bit counts
     * @return its slot, or −1 − the slot for a new counter if there is none
     */
    int find(long window, int node) {
        int check = check(window);
        int first = ((int) window + node) & mask;
        if (slots[first] >>> 24 == check && count(first) > 0) {
            return first;
        }
        int second = first ^ NEIGHBOUR;
        if (slots[second] >>> 24 == check && count(second) > 0) {
            return second;
        }
        return -1 - (count(second) < count(first) ? second : first);
    }

    private static int check(long window) {
        return (int) (window >>> 56);
    }

    /** Number of bits counted, at most {@link #LIMIT}. */
    int count(int slot) {
        return slots[slot] & 0xf;
    }

    /** Estimated probability of bit 1. */
    float probability(int slot) {
        return (float) estimate(slot) / CERTAIN;
    }

    private int estimate(int slot) {
        return slots[slot] >>> 4 & CERTAIN;
    }

    /**
     * Counts a bit.
     *
     * @param found the result of {@link #find}
     */
    void update(int found, long window, int bit) {
        int slot = found >= 0 ? found : -1 - found;
        int estimate = found >= 0 ? estimate(slot) : CERTAIN / 2;
        int count = found >= 0 ? count(slot) : 0;
        int moved = estimate + 2 * (bit * CERTAIN - estimate) / (2 * count + 3);
        slots[slot] = check(window) << 24 | moved << 4 | Math.min(count + 1, LIMIT);
    }
}
