package charrnn.match;

/**
 * Predicts the character that followed the last occurrence of a context, with the number of times in a row that it followed.
 * Within a word, the context is the word before and the letters so far; between words, the word before and the last character. A
 * word is a run of letters, digits and {@code _}.
 *
 * <p>Contexts are told apart by hashes of 32 bits. Not thread-safe.
 */
final class WordContext {
    private static final int FIRST_SLOTS = 1 << 8;
    private static final int HASH = 0x9E3779B1; // as in MatchIndex

    private static final int SYMBOL_BITS = 16;
    private static final int MAX_RUN = (1 << 15) - 1;

    private long[] table = new long[FIRST_SLOTS]; // hash, run, symbol; 0 is empty
    private int used;
    private int wordBefore; // hashes
    private int word; // 0 between words
    private int context;

    WordContext() {}

    WordContext(WordContext other) {
        table = other.table.clone();
        used = other.used;
        wordBefore = other.wordBefore;
        word = other.word;
        context = other.context;
    }

    void clear() {
        table = new long[FIRST_SLOTS];
        used = 0;
        wordBefore = 0;
        word = 0;
        context = 0;
    }

    /** @param isLetter whether the symbol is a character of words */
    void read(char symbol, boolean isLetter) {
        record(symbol);
        if (isLetter) {
            word = hash(word, symbol + 1);
        } else if (word != 0) {
            wordBefore = word;
            word = 0;
        }
        context = hash(wordBefore, word == 0 ? symbol + 1 : word);
    }

    private static int hash(int before, int value) {
        int mixed = (before ^ value) * HASH + before;
        return mixed ^ mixed >>> 15;
    }

    private void record(char symbol) {
        int slot = slot(context);
        long known = table[slot];
        int run = known != 0 && (char) known == symbol ? Math.min(run(known) + 1, MAX_RUN) : 1;
        table[slot] = (long) context << 32 | run << SYMBOL_BITS | symbol;
        used += known == 0 ? 1 : 0;
        if (used > table.length / 4 * 3) {
            grow();
        }
    }

    private void grow() {
        long[] entries = table;
        table = new long[2 * entries.length];
        for (long entry : entries) {
            if (entry != 0) {
                table[slot((int) (entry >>> 32))] = entry;
            }
        }
    }

    /** The slot of a context, or the empty one that it would have. */
    private int slot(int hash) {
        int slot = hash >>> Integer.numberOfLeadingZeros(table.length - 1);
        while (table[slot] != 0 && (int) (table[slot] >>> 32) != hash) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private static int run(long entry) {
        return (int) entry >>> SYMBOL_BITS;
    }

    /** The character that followed the last time; unknown if the context is new. */
    int predicted() {
        return (char) table[slot(context)]; // of an empty slot, the unknown symbol
    }

    /** How often in a row the predicted character followed; 0 if the context is new. */
    int run() {
        return run(table[slot(context)]);
    }
}
