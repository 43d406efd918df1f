package charrnn.tools.adapt;

/**
 * A hash table of fixed size with the estimated probability of bit 1 for each context and node. The step of an estimate falls
 * with each bit, to about a tenth, so that recent bits weigh most. Of its two possible slots, a new counter takes the one with fewer bits.
 *
 * <p>A window is a context and a group of four bits in a symbol's code, after given earlier bits. The key of a counter is
 * the window's hash and a node in it, 1 to 15. The nodes of a window are adjacent, in one or two cache lines.
 */
final class Counters {
    /** Number of bits after which the step of an estimate stays the same. */
    static final int LIMIT = 8;

    private static final int MAX_ESTIMATE = (1 << 20) - 1;
    private static final int NEIGHBOUR = 16; // distance of the second slot, in the adjacent cache line

    /** Bits of the window's hash (8), estimate (20), number of bits counted (4); all 0 in an empty slot. */
    private final IntTable slots;

    private final int mask;

    /** @param logSlots binary logarithm of the number of counters */
    Counters(int logSlots) {
        this(new IntTable(1 << logSlots));
    }

    private Counters(IntTable slots) {
        this.slots = slots;
        mask = slots.size() - 1;
    }

    /** A copy, as {@link IntTable#copy}. */
    Counters copy() {
        return new Counters(slots.copy());
    }

    /**
     * Finds a counter.
     *
     * @param window hash of a window, see {@link SymbolHistory#finalizeHash}
     * @return its slot, or −1 − the slot for a new counter if it does not exist
     */
    int find(long window, int node) {
        int checkByte = checkByte(window);
        int first = ((int) window + node) & mask;
        if (slots.get(first) >>> 24 == checkByte && count(first) > 0) {
            return first;
        }
        int second = first ^ NEIGHBOUR;
        if (slots.get(second) >>> 24 == checkByte && count(second) > 0) {
            return second;
        }
        return -1 - (count(second) < count(first) ? second : first);
    }

    private static int checkByte(long window) {
        return (int) (window >>> 56);
    }

    /** Number of bits counted, at most {@link #LIMIT}. */
    int count(int slot) {
        return slots.get(slot) & 0xf;
    }

    /** Estimated probability of bit 1. */
    float probability(int slot) {
        return (float) estimate(slot) / MAX_ESTIMATE;
    }

    private int estimate(int slot) {
        return slots.get(slot) >>> 4 & MAX_ESTIMATE;
    }

    /**
     * Counts a bit.
     *
     * @param found the result of {@link #find}
     */
    void update(int found, long window, int bit) {
        int slot = found >= 0 ? found : -1 - found;
        int estimate = found >= 0 ? estimate(slot) : MAX_ESTIMATE / 2;
        int count = found >= 0 ? count(slot) : 0;
        int moved = estimate + 2 * (bit * MAX_ESTIMATE - estimate) / (2 * count + 3);
        slots.set(slot, checkByte(window) << 24 | moved << 4 | Math.min(count + 1, LIMIT));
    }
}
