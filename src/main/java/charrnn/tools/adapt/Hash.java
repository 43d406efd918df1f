package charrnn.tools.adapt;

/** Hashes of symbols in a row. */
final class Hash {
    private static final long ODD = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long ANOTHER = 0xD6E8FEB86659FD93L;

    private Hash() {}

    /** The hash of a row and one more number, which counts. */
    static long add(long hash, int number) {
        return (hash + number + 1) * ODD;
    }

    /** A hash all of whose bits depend on all bits. */
    static long scatter(long hash) {
        long h = hash * ODD;
        h ^= h >>> 32;
        h *= ANOTHER;
        return h ^ h >>> 32;
    }
}
