package charrnn.corpus;

import java.util.Arrays;
import java.util.List;

/**
 * A text with hash tables that find the most recent occurrence of some characters. There is a table for each of several
 * numbers of characters; a place in it holds the end of the last occurrence of the characters with that hash, or 0.
 */
final class MatchIndex {
    /** Separates two files in a text; nothing matches it. */
    static final char BORDER = Character.MAX_VALUE;

    /** Maximum number of bytes for each character, if the text's length is known: 2, and 4 in each of two tables. */
    static final int BYTES = 10;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int HASH = 0x9E3779B1; // 2^32 divided by the golden ratio: Knuth 1998, section 6.4

    private final int[] minima; // the number of characters of each table
    private char[] text;
    private int length;
    private final int[][] tables; // each has a power of two of places

    /** @param capacity expected number of characters; the text may be longer */
    MatchIndex(List<Integer> minima, int capacity) {
        this.minima = minima.stream().mapToInt(Integer::intValue).toArray();
        tables = new int[minima.size()][];
        text = new char[Math.max(FIRST_CAPACITY, capacity)];
        makeTables();
    }

    private MatchIndex(MatchIndex other) {
        minima = other.minima;
        text = other.text.clone();
        length = other.length;
        tables = new int[other.tables.length][];
        Arrays.setAll(tables, table -> other.tables[table].clone());
    }

    MatchIndex copy() {
        return new MatchIndex(this);
    }

    /** Half as many places as characters, or fewer: characters repeat, so there are fewer different contexts. */
    private void makeTables() {
        int places = Integer.highestOneBit(text.length / 2);
        Arrays.setAll(tables, table -> new int[Math.min(places, 1 << Byte.SIZE * Math.min(minima[table], 3))]);
    }

    /** Forgets the text, and gives its memory back: what is found depends on the size of the tables. */
    void clear() {
        length = 0;
        text = new char[FIRST_CAPACITY];
        makeTables();
    }

    int length() {
        return length;
    }

    char at(int position) {
        return text[position];
    }

    /** Whether a character of the same file is at a position. */
    boolean hasNext(int position) {
        return position < length && text[position] != BORDER;
    }

    void append(char symbol) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
            makeTables();
            int end = length;
            for (length = 1; length <= end; length++) {
                for (int table = 0; table < tables.length; table++) {
                    findAndReplace(table);
                }
            }
            length = end;
        }
        text[length++] = symbol;
    }

    /**
     * Finds the last characters of the text, and makes the end of the text their last occurrence.
     *
     * @return end of their last occurrence; 0 for none. It may be one of other characters with the same hash
     */
    int findAndReplace(int table) {
        if (length < minima[table]) {
            return 0;
        }
        int place = place(table, this);
        int end = tables[table][place];
        tables[table][place] = length;
        return end;
    }

    /** Finds the last characters of another text in this one; the result is that of {@link #findAndReplace}. */
    int find(int table, MatchIndex other) {
        return other.length < minima[table] ? 0 : tables[table][place(table, other)];
    }

    /** The place for the last characters of a text. */
    private int place(int table, MatchIndex other) {
        int hash = 0;
        for (int i = other.length - minima[table]; i < other.length; i++) {
            hash = (hash + other.text[i] + 1) * HASH;
        }
        return hash >>> Integer.numberOfLeadingZeros(tables[table].length - 1);
    }

    /** Number of equal characters before {@code end} and at the end of another text, up to {@code max}. */
    int commonLength(int end, MatchIndex other, int max) {
        int limit = Math.min(max, Math.min(end, other.length));
        int common = 0;
        while (common < limit && text[end - 1 - common] == other.text[other.length - 1 - common]) {
            common++;
        }
        return common;
    }
}
