package charrnn.tools.adapt;

import charrnn.corpus.Vocabulary;
import java.io.IOException;
import java.util.Arrays;

/**
 * The symbols that have been read, in order, and hashes of the contexts of the next one: the last 1, 2, 3 … symbols, the
 * current word so far, and this with the previous word. A word is a run of letters, digits and underscores; after another
 * symbol the current word is empty.
 */
final class SymbolHistory {
    static final int[] ORDERS = {1, 2, 3, 4, 6, 14}; // number of symbols of the first contexts

    /** Number of contexts; the last two are those of words. */
    static final int CONTEXTS = ORDERS.length + 2;

    private static final int WORD_WINDOW = 64; // last symbols, in which the two words are searched

    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final boolean[] isWordSymbol; // [symbols]
    private final char[] trunk; // has the symbols before the own ones
    private final int start; // position of the first own symbol
    private final long[] contexts;
    private char[] symbols;
    private int length;

    SymbolHistory(Vocabulary vocabulary, int capacity) {
        isWordSymbol = new boolean[vocabulary.size()];
        for (int symbol = 0; symbol < isWordSymbol.length; symbol++) {
            int codePoint = vocabulary.codePoint(symbol);
            isWordSymbol[symbol] = Character.isLetterOrDigit(codePoint) || codePoint == '_';
        }
        trunk = new char[0];
        start = 0;
        contexts = new long[CONTEXTS];
        symbols = new char[capacity];
    }

    /**
     * A history with the same symbols, to which others can be added. It shares them with the given one, to which none may be
     * added while the branch is in use; a branch of a branch is independent of it.
     */
    SymbolHistory(SymbolHistory from) {
        isWordSymbol = from.isWordSymbol;
        boolean ofBranch = from.start > 0;
        trunk = ofBranch ? from.trunk : from.symbols;
        start = ofBranch ? from.start : from.length;
        contexts = from.contexts.clone();
        symbols = ofBranch ? from.symbols.clone() : new char[0];
        length = from.length;
    }

    void transfer(StateStream state) throws IOException {
        length = state.number(length, symbols.length);
        state.chars(symbols, length, isWordSymbol.length);
        if (length > 0) {
            hashContexts(length, contexts);
        }
    }

    int capacity() {
        return symbols.length;
    }

    int length() {
        return length;
    }

    void add(int... added) {
        for (int symbol : added) {
            int own = length++ - start;
            if (own == symbols.length) {
                symbols = Arrays.copyOf(symbols, own + Math.max(64, own / 2));
            }
            symbols[own] = (char) symbol;
        }
        hashContexts(length, contexts);
    }

    /**
     * Computes the hashes of earlier contexts.
     *
     * @param end position after the contexts' last symbol
     * @param hashes receives them
     */
    void hashContexts(int end, long[] hashes) {
        long hash = 0;
        int hashed = 0;
        for (int c = 0; c < ORDERS.length; c++) {
            for (int most = Math.min(ORDERS[c], end); hashed < most; hashed++) {
                hash = hash(hash, at(end - 1 - hashed));
            }
            hashes[c] = finalizeHash(hash(hash, c));
        }
        hashWords(end, hashes);
    }

    private void hashWords(int end, long[] hashes) {
        int first = Math.max(0, end - WORD_WINDOW);
        int start = wordStart(end, first);
        long hash = hashWord(0, start, end);
        hashes[ORDERS.length] = finalizeHash(hash(hash, ORDERS.length));
        int gap = start; // end of the previous word
        while (gap > first && !isWordSymbol[at(gap - 1)]) {
            gap--;
        }
        hash = hashWord(hash(hash, -2), wordStart(gap, first), gap);
        hashes[ORDERS.length + 1] = finalizeHash(hash(hash, ORDERS.length + 1));
    }

    private long hashWord(long hash, int start, int end) {
        for (int position = end; position > start; position--) {
            hash = hash(hash, at(position - 1));
        }
        return hash;
    }

    /** The first position of the word that ends at a position, at least a given one. */
    private int wordStart(int end, int first) {
        int start = end;
        while (start > first && isWordSymbol[at(start - 1)]) {
            start--;
        }
        return start;
    }

    /** Number of symbols of the current word, at most a given number. */
    int wordLength(int most) {
        return length - wordStart(length, Math.max(0, length - most));
    }

    long[] contexts() {
        return contexts;
    }

    int at(int position) {
        return position >= start ? symbols[position - start] : trunk[position];
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
