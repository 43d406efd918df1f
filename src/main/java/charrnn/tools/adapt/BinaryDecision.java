package charrnn.tools.adapt;

/**
 * A position in the binary code of a symbol. Each bit says in which half of the remaining symbols the symbol is; a model of
 * bits therefore gives probabilities of symbols that sum to 1, whatever it predicts for each bit.
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

    /** Whether more than one symbol remains. */
    boolean isOpen() {
        return high - low > 1;
    }

    /** First symbol that remains. */
    int low() {
        return low;
    }

    /** First symbol of the half that bit 1 stands for. */
    int middle() {
        return low + high + 1 >>> 1;
    }

    /** The number behind the last symbol that remains. */
    int high() {
        return high;
    }

    /** Number of this position alone: the bits so far, behind a 1. */
    int node() {
        return node;
    }

    /** How many bits came before. */
    int depth() {
        return depth;
    }

    /** Whether a symbol remains. */
    boolean contains(int symbol) {
        return symbol >= low && symbol < high;
    }

    /** The next bit of a symbol that remains. */
    int bit(int symbol) {
        return symbol >= middle() ? 1 : 0;
    }

    /** Goes on to the next bit. */
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
