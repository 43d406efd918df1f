package charrnn.tools.adapt;

import java.util.Arrays;
import java.util.List;

/** What the next character is seen in the light of, as hashes: the characters before it, fewer or more of them. */
final class Contexts {
    private static final int[] ORDERS = {1, 2, 3, 4, 5, 6, 8, 14};

    /** Number of contexts. */
    static final int COUNT = ORDERS.length;

    private final SymbolHistory history;
    private final long[] hashes = new long[COUNT];

    Contexts(SymbolHistory history) {
        this.history = history;
    }

    /** Numbers of characters that the contexts reach back. */
    static List<Integer> orders() {
        return Arrays.stream(ORDERS).boxed().toList();
    }

    /** One hash a context. */
    long[] hashes() {
        return hashes;
    }

    /** Goes on by the character that was added to the history. */
    void advance() {
        long hash = 0;
        int length = 0;
        for (int c = 0; c < COUNT; c++) {
            for (; length < ORDERS[c] && length < history.length(); length++) {
                hash = Hash.add(hash, history.last(length));
            }
            hashes[c] = Hash.scatter(Hash.add(hash, c));
        }
    }
}
