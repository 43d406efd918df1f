package charrnn.tools.adapt;

/** All symbols that were read, in order, and hashes of symbols. */
final class SymbolHistory {
    private static final long ODD = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long ANOTHER = 0xD6E8FEB86659FD93L;

    private final char[] symbols;
    private int length;

    /** @param capacity most symbols to be read */
    SymbolHistory(int capacity) {
        symbols = new char[capacity];
    }

    int capacity() {
        return symbols.length;
    }

    /** How many were read. */
    int length() {
        return length;
    }

    void add(int symbol) {
        symbols[length++] = (char) symbol;
    }

    int at(int position) {
        return symbols[position];
    }

    /** The symbol {@code back} places before the last one: 0 for the last one. */
    int last(int back) {
        return symbols[length - 1 - back];
    }

    /** The hash of a sequence of numbers that is one number longer. */
    static long hash(long hash, int number) {
        return (hash + number + 1) * ODD;
    }

    /** A hash each of whose bits depends on all bits of another. */
    static long scatter(long hash) {
        long h = hash * ODD;
        h ^= h >>> 32;
        h *= ANOTHER;
        return h ^ h >>> 32;
    }
}
