package charrnn.tools.adapt;

/**
 * The next bit in the binary code of a symbol. Each bit halves the range of possible symbols, [{@link #low}, {@link #high}).
 * Any probabilities of the bits therefore give probabilities of symbols that sum to 1.
 */
final class BinaryDecision {
    private int low;
    private int high;
    private int node;
    private int depth;

    /** Returns to the first bit. */
    void begin(int symbols) {
        low = 0;
        high = symbols;
        node = 1;
        depth = 0;
    }

    /** Whether another bit follows: more than one symbol is possible. */
    boolean isOpen() {
        return high - low > 1;
    }

    /** First possible symbol. */
    int low() {
        return low;
    }

    /** First symbol of the half for bit 1. */
    int middle() {
        return low + high + 1 >>> 1;
    }

    /** Last possible symbol plus 1. */
    int high() {
        return high;
    }

    /** Unique number of this decision: a 1 followed by the previous bits. */
    int node() {
        return node;
    }

    /** Number of previous bits. */
    int depth() {
        return depth;
    }

    /** Whether a symbol is possible. */
    boolean contains(int symbol) {
        return symbol >= low && symbol < high;
    }

    /** The next bit of a possible symbol. */
    int bit(int symbol) {
        return symbol >= middle() ? 1 : 0;
    }

    /** Moves to the decision after a bit. */
    void follow(int bit) {
        if (bit == 1) {
            low = middle();
        } else {
            high = middle();
        }
        node = 2 * node + bit;
        depth++;
    }
}
