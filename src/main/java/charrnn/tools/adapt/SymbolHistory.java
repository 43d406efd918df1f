package charrnn.tools.adapt;

/** The symbols that have been read, in order, and hash functions for them. */
final class SymbolHistory {
    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final char[] symbols;
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
