package charrnn.tools.adapt;

import java.util.Arrays;
import java.util.List;

/** Hashes of the contexts of the next character: the last 1, 2, 3 … characters. */
final class Contexts {
    private static final int[] ORDERS = {1, 2, 3, 4, 5, 6, 8, 14};

    /** Number of contexts. */
    static final int COUNT = ORDERS.length;

    private final SymbolHistory history;
    private final long[] hashes = new long[COUNT];

    Contexts(SymbolHistory history) {
        this.history = history;
    }

    /** Number of characters of each context. */
    static List<Integer> orders() {
        return Arrays.stream(ORDERS).boxed().toList();
    }

    /** One hash per context. */
    long[] hashes() {
        return hashes;
    }

    /** Updates the hashes after a character was added to the history. */
    void advance() {
        long hash = 0;
        int length = 0;
        for (int c = 0; c < COUNT; c++) {
            for (; length < ORDERS[c] && length < history.length(); length++) {
                hash = SymbolHistory.hash(hash, history.last(length));
            }
            hashes[c] = SymbolHistory.finalizeHash(SymbolHistory.hash(hash, c));
        }
    }
}
