package charrnn.tools.adapt;

import java.util.List;

/** The symbols that have been read, in order, and hashes of the contexts of the next one: the last 1, 2, 3 … symbols. */
final class SymbolHistory {
    /** Number of symbols of each context. */
    static final List<Integer> ORDERS = List.of(1, 2, 3, 4, 5, 6, 8, 14);

    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final char[] symbols;
    private final long[] contexts = new long[ORDERS.size()];
    private int length;

    /** @param capacity maximum number of symbols */
    SymbolHistory(int capacity) {
        symbols = new char[capacity];
    }

    int capacity() {
        return symbols.length;
    }

    /** Number of symbols read. */
    int length() {
        return length;
    }

    void add(int symbol) {
        symbols[length++] = (char) symbol;
        long hash = 0;
        int hashed = 0;
        for (int c = 0; c < contexts.length; c++) {
            for (; hashed < ORDERS.get(c) && hashed < length; hashed++) {
                hash = hash(hash, last(hashed));
            }
            contexts[c] = finalizeHash(hash(hash, c));
        }
    }

    /** The hash of each context. */
    long[] contexts() {
        return contexts;
    }

    int at(int position) {
        return symbols[position];
    }

    /** The symbol {@code back} positions before the last one. */
    int last(int back) {
        return symbols[length - 1 - back];
    }

    /** Extends the hash of a sequence by a number. */
    static long hash(long hash, int number) {
        return (hash + number + 1) * FIRST_MULTIPLIER;
    }

    /** Mixes a hash, so that each bit depends on all bits. */
    static long finalizeHash(long hash) {
        long h = hash * FIRST_MULTIPLIER;
        h ^= h >>> 32;
        h *= SECOND_MULTIPLIER;
        return h ^ h >>> 32;
    }
}
