package charrnn.tools.adapt;

/**
 * A bit in the binary code of a symbol. Each bit halves the range of possible symbols, [{@link #low}, {@link #high}). Any
 * probabilities of the bits therefore give probabilities of symbols that sum to 1.
 *
 * @param low first possible symbol
 * @param high last possible symbol plus 1
 * @param node unique number of this decision: a 1 followed by the previous bits
 * @param depth number of previous bits
 */
record BinaryDecision(int low, int high, int node, int depth) {
    static BinaryDecision first(int symbols) {
        return new BinaryDecision(0, symbols, 1, 0);
    }

    /** Whether a bit follows: more than one symbol is possible. */
    boolean isOpen() {
        return high - low > 1;
    }

    /** First symbol of the half for bit 1. */
    int middle() {
        return low + high + 1 >>> 1;
    }

    boolean contains(int symbol) {
        return symbol >= low && symbol < high;
    }

    /** The bit of a possible symbol. */
    int bit(int symbol) {
        return symbol >= middle() ? 1 : 0;
    }

    BinaryDecision after(int bit) {
        return bit == 1
                ? new BinaryDecision(middle(), high, 2 * node + 1, depth + 1)
                : new BinaryDecision(low, middle(), 2 * node, depth + 1);
    }
}
