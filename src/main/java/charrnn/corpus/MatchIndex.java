package charrnn.corpus;

import java.util.Arrays;
import java.util.List;

/**
 * A text with hash tables that find the most recent occurrence of some characters. There is a table for each of several
 * numbers of characters; a place in it
 * holds the end of the last occurrence of the characters with that hash, or 0. At most 12 bytes for each character.
 */
final class MatchIndex {
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int HASH = 0x9E3779B1; // 2^32 divided by the golden ratio: Knuth 1998, section 6.4

    private final int[] minima; // the numbers of characters
    private char[] text;
    private int length;
    private final int[][] tables; // of a power of two places each

    MatchIndex(List<Integer> minima) {
        this.minima = minima.stream().mapToInt(Integer::intValue).toArray();
        tables = new int[minima.size()][];
        text = new char[FIRST_CAPACITY];
        makeTables();
    }

    private MatchIndex(MatchIndex other) {
        minima = other.minima;
        text = Arrays.copyOf(other.text, other.text.length);
        length = other.length;
        tables = new int[other.tables.length][];
        Arrays.setAll(tables, i -> other.tables[i].clone());
    }

    MatchIndex copy() {
        return new MatchIndex(this);
    }

    /** Fewer places than characters: characters repeat, so there are fewer different contexts. */
    private void makeTables() {
        Arrays.setAll(tables, i -> new int[Math.min(text.length / 2, 1 << Byte.SIZE * Math.min(minima[i], 3))]);
    }

    int length() {
        return length;
    }

    char at(int position) {
        return text[position];
    }

    /** Forgets the text, and gives its memory back: what is found depends on the size of the tables. */
    void clear() {
        length = 0;
        text = new char[FIRST_CAPACITY];
        makeTables();
    }

    /** Appends a character, which is not yet found: {@link #put} makes it so. */
    void append(char symbol) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
            makeTables();
            for (int end = 1; end <= length; end++) {
                for (int i = 0; i < minima.length; i++) {
                    if (end >= minima[i]) {
                        put(i, hash(i, end), end);
                    }
                }
            }
        }
        text[length++] = symbol;
    }

    /** Hash of the characters before {@code end} for a table, which must be as many as its number. */
    int hash(int table, int end) {
        int hash = 0;
        for (int i = end - minima[table]; i < end; i++) {
            hash = (hash + text[i] + 1) * HASH;
        }
        return hash;
    }

    void put(int table, int hash, int end) {
        tables[table][place(table, hash)] = end;
    }

    /** End of the last occurrence of the characters with a hash; 0 for none. They may be others with the same hash. */
    int find(int table, int hash) {
        return tables[table][place(table, hash)];
    }

    private int place(int table, int hash) {
        return hash >>> Integer.numberOfLeadingZeros(tables[table].length - 1);
    }

    /** Number of equal characters before {@code end} and at the end of the text, up to {@code max}. */
    int commonLength(int end, int max) {
        int limit = Math.min(max, end);
        int common = 0;
        while (common < limit && text[end - 1 - common] == text[length - 1 - common]) {
            common++;
        }
        return common;
    }
}
