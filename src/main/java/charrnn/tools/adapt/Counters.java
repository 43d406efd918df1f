package charrnn.tools.adapt;

import java.io.IOException;
import java.util.stream.LongStream;

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
    private static final int COUNT = 0xf; // bits of a slot with the number of bits counted
    private static final int NEW = MAX_ESTIMATE / 2 << 4; // the value of a counter before its first bit
    private static final int NEIGHBOUR = 16; // distance of the second slot, in the adjacent cache line

    /** 2³² / (2 count + 3), rounded up: a product with it is a division, exact for numbers below 2²⁷ and much faster. */
    private static final long[] RECIPROCALS = LongStream.rangeClosed(0, LIMIT)
            .map(count -> (1L << 32) / (2 * count + 3) + 1)
            .toArray();

    /** Bits of the window's hash (8), estimate (20), number of bits counted (4); all 0 in an empty slot. */
    private final IntTable slots;

    private final int mask;

    Counters(int logSlots) {
        slots = new IntTable(1 << logSlots);
        mask = slots.size() - 1;
    }

    /** A copy, see {@link IntTable}. */
    Counters(Counters from) {
        slots = new IntTable(from.slots);
        mask = from.mask;
    }

    void transfer(StateStream state) throws IOException {
        slots.transfer(state, value -> (value & COUNT) <= LIMIT);
    }

    /**
     * Finds a counter.
     *
     * @param window hash of a window, see {@link SymbolHistory#finalizeHash}
     * @return its slot, or −1 − the slot for a new counter if it does not exist
     */
    int find(long window, int node) {
        int first = slot(window, node);
        int value = slots.get(first);
        if (isCounterOf(window, value) != 0) {
            return first;
        }
        int second = first ^ NEIGHBOUR;
        int other = slots.get(second);
        int isSecond = isCounterOf(window, other);
        int isSecondRarer = (other & COUNT) - (value & COUNT) >> 31;
        int slot = first ^ NEIGHBOUR & (isSecond | isSecondRarer);
        return slot ^ ~isSecond;
    }

    /** All bits 1 if a slot's value is that of a window's counter, or else 0. Branches would be mispredicted too often. */
    private static int isCounterOf(long window, int value) {
        int isSameWindow = (value >>> 24 ^ checkByte(window)) - 1 >> 31;
        int isCounter = -(value & COUNT) >> 31;
        return isSameWindow & isCounter;
    }

    /** The first of the two possible slots of a counter. The other one is in the same 32 slots. */
    int slot(long window, int node) {
        return ((int) window + node) & mask;
    }

    /** Reads the cache lines of a window, so that they are in the processor's cache when they are needed. */
    int touch(long window) {
        int first = slot(window, 1);
        int last = slot(window, 15);
        return slots.get(first) + slots.get(first ^ NEIGHBOUR) + slots.get(last) + slots.get(last ^ NEIGHBOUR);
    }

    int size() {
        return slots.size();
    }

    private static int checkByte(long window) {
        return (int) (window >>> 56);
    }

    int count(int slot) {
        return slots.get(slot) & COUNT;
    }

    float probability(int slot) {
        return (float) (slots.get(slot) >>> 4 & MAX_ESTIMATE) / MAX_ESTIMATE;
    }

    /**
     * Counts a bit.
     *
     * @param found the result of {@link #find}
     */
    void update(int found, long window, int bit) {
        int isNew = found >> 31; // all bits 1 or 0
        int slot = found ^ isNew;
        int value = slots.get(slot) & ~isNew | NEW & isNew;
        int count = value & COUNT;
        int estimate = value >>> 4 & MAX_ESTIMATE;
        int error = bit * MAX_ESTIMATE - estimate;
        int step = (int) (2L * Math.abs(error) * RECIPROCALS[count] >>> 32);
        int moved = estimate + (2 * bit - 1) * step;
        slots.set(slot, checkByte(window) << 24 | moved << 4 | Math.min(count + 1, LIMIT));
    }
}
