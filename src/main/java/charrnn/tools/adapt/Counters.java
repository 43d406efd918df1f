package charrnn.tools.adapt;

/**
 * For each place, how often a question was answered yes there: an estimate that moves less and less with each answer,
 * but never less than by a tenth of the way, for what was said lately counts most. Places are known by hash, in a table
 * of fixed size; where it is crowded, counters of few answers are lost first.
 *
 * <p>A place is a window, of a context, and a node from 1 to 15 in it. The nodes of a window lie side by side, in one or
 * two lines of a processor's cache.
 */
final class Counters {
    /** Answers after which an estimate moves no more slowly. */
    static final int LIMIT = 8;

    private static final int CERTAIN = (1 << 20) - 1; // the largest estimate
    private static final int NEIGHBOUR = 16; // slots further, in the line of the cache beside

    /** Bits of the window's hash (8), estimate (20), answers (4); all 0 where nothing was counted. */
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
     * @return its slot, or, where there is none, −1 − the slot to begin it in
     */
    int find(long window, int node) {
        int check = check(window);
        int first = ((int) window + node) & mask;
        if (slots[first] >>> 24 == check && answers(first) > 0) {
            return first;
        }
        int second = first ^ NEIGHBOUR;
        if (slots[second] >>> 24 == check && answers(second) > 0) {
            return second;
        }
        return -1 - (answers(second) < answers(first) ? second : first);
    }

    private static int check(long window) {
        return (int) (window >>> 56);
    }

    /** Answers counted, at most {@link #LIMIT}. */
    int answers(int slot) {
        return slots[slot] & 0xf;
    }

    /** Estimate of the probability of yes. */
    float probability(int slot) {
        return (float) estimate(slot) / CERTAIN;
    }

    private int estimate(int slot) {
        return slots[slot] >>> 4 & CERTAIN;
    }

    /**
     * Counts an answer.
     *
     * @param found what {@link #find} gave
     * @param answer 1 for yes, 0 for no
     */
    void count(int found, long window, int answer) {
        int slot = found >= 0 ? found : -1 - found;
        int estimate = found >= 0 ? estimate(slot) : CERTAIN / 2;
        int answers = found >= 0 ? answers(slot) : 0;
        int moved = estimate + 2 * (answer * CERTAIN - estimate) / (2 * answers + 3);
        slots[slot] = check(window) << 24 | moved << 4 | Math.min(answers + 1, LIMIT);
    }
}
