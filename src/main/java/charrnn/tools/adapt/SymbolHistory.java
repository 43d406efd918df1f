package charrnn.tools.adapt;

import charrnn.corpus.Vocabulary;
import java.io.IOException;
import java.util.Arrays;

/**
 * The symbols that have been read, in order, and hashes of the contexts of the next one: the last 1, 2, 3 … symbols, the
 * beginning of the word at the end, and this with the word before. A word is letters, digits and underscores; one that has not begun is empty.
 */
final class SymbolHistory {
    /** Number of contexts. */
    static final int CONTEXTS = 8;

    static final int[] ORDERS = {1, 2, 3, 4, 6, 14}; // number of symbols of the first contexts

    private static final int MAX_WORDS = 64; // symbols in which the two words are searched

    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L; // 2⁶⁴ over the golden ratio
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final boolean[] inWord; // whether words contain a symbol, [symbols]
    private final char[] trunk; // has the symbols before the own ones
    private final int start; // position of the first own symbol
    private final long[] contexts;
    private char[] symbols;
    private int length;

    SymbolHistory(Vocabulary vocabulary, int capacity) {
        inWord = new boolean[vocabulary.size()];
        for (int symbol = 1; symbol < inWord.length; symbol++) {
            int codePoint = vocabulary.codePoint(symbol);
            inWord[symbol] = Character.isLetterOrDigit(codePoint) || codePoint == '_';
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
        inWord = from.inWord;
        boolean ofBranch = from.start > 0;
        trunk = ofBranch ? from.trunk : from.symbols;
        start = ofBranch ? from.start : from.length;
        contexts = from.contexts.clone();
        symbols = ofBranch ? from.symbols.clone() : new char[0];
        length = from.length;
    }

    void transfer(StateStream state) throws IOException {
        length = state.number(length, symbols.length);
        state.chars(symbols, length, inWord.length);
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
        int least = Math.max(0, end - MAX_WORDS);
        int at = end;
        long word = ORDERS.length;
        for (; at > least && inWord[at(at - 1)]; at--) {
            word = hash(word, at(at - 1));
        }
        hashes[ORDERS.length] = finalizeHash(word);
        while (at > least && !inWord[at(at - 1)]) {
            at--;
        }
        word = hash(word, -1);
        for (; at > least && inWord[at(at - 1)]; at--) {
            word = hash(word, at(at - 1));
        }
        hashes[ORDERS.length + 1] = finalizeHash(word);
    }

    /** Number of symbols of the word at the end, at most a given number. */
    int wordLength(int most) {
        int size = 0;
        while (size < Math.min(most, length) && inWord[at(length - 1 - size)]) {
            size++;
        }
        return size;
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
