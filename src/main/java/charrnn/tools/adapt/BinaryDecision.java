package charrnn.tools.adapt;

/**
 * In which half of the symbols is it? The answers to a row of such questions, each halving what is left, spell a symbol;
 * so whatever each is answered with, the probabilities of all symbols sum to 1.
 */
final class BinaryDecision {
    private int low;
    private int high;
    private int node;
    private int depth;

    /** Begins anew, with all symbols. */
    void begin(int symbols) {
        low = 0;
        high = symbols;
        node = 1;
        depth = 0;
    }

    /** Whether more than one symbol is left. */
    boolean isOpen() {
        return high - low > 1;
    }

    /** First symbol that is left. */
    int low() {
        return low;
    }

    /** First symbol of the half that a yes stands for. */
    int middle() {
        return low + high + 1 >>> 1;
    }

    /** Behind the last symbol that is left. */
    int high() {
        return high;
    }

    /** A number of this question alone: its answers so far as binary digits behind a 1. */
    int node() {
        return node;
    }

    /** How many questions were answered. */
    int depth() {
        return depth;
    }

    boolean asksAbout(int symbol) {
        return symbol >= low && symbol < high;
    }

    /** 1 for yes, 0 for no. */
    int answer(int symbol) {
        return symbol >= middle() ? 1 : 0;
    }

    /** Goes on to the next question. */
    void follow(int answer) {
        if (answer == 1) {
            low = middle();
        } else {
            high = middle();
        }
        node = 2 * node + answer;
        depth++;
    }
}
