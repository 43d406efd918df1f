package charrnn.match;

import java.util.Arrays;
import java.util.List;

/**
 * A text with hash tables that find an occurrence of some characters: the most recent one, or one that is chosen by a vote on the
 * character that follows. There is a table for each of several numbers of characters; a slot holds the end of an occurrence of
 * characters with that hash, or 0.
 */
final class MatchIndex {
    /** Separates two files. A symbol with this index, the last possible one, is never predicted. */
    static final char BORDER = Character.MAX_VALUE;

    /**
     * Maximum number of bytes for each character, if the text's length is known: 2, and for each of two tables 2 and half a byte
     * of votes.
     */
    static final int BYTES = 7;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int HASH = 0x9E3779B1; // 2^32 divided by the golden ratio: Knuth 1998, section 6.4

    private final int[] minima; // the number of characters of each table
    private char[] text;
    private int length;
    private final int[][] tables; // each has a power of two of slots

    /** @param capacity expected number of characters; the text may be longer */
    MatchIndex(List<Integer> minima, int capacity) {
        this.minima = minima.stream().mapToInt(Integer::intValue).toArray();
        tables = new int[minima.size()][];
        text = new char[Math.max(FIRST_CAPACITY, capacity)];
        makeTables();
    }

    MatchIndex(MatchIndex other) {
        minima = other.minima;
        text = other.text.clone();
        length = other.length;
        tables = new int[other.tables.length][];
        Arrays.setAll(tables, table -> other.tables[table].clone());
    }

    /** Half as many slots as the capacity, or fewer: characters repeat, so there are fewer different contexts. */
    private void makeTables() {
        int slots = Integer.highestOneBit(text.length / 2);
        Arrays.setAll(tables, table -> new int[Math.min(slots, 1 << Byte.SIZE * Math.min(minima[table], 3))]);
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
            for (int end = 1; end <= length; end++) {
                for (int table = 0; table < tables.length; table++) {
                    findAndReplace(table, end);
                }
            }
        }
        text[length++] = symbol;
    }

    /**
     * Returns the previous occurrence of the last characters, and records the present one.
     *
     * @return position after the occurrence; 0 for none. Its characters may be others with the same hash
     */
    int findAndReplace(int table) {
        return findAndReplace(table, length);
    }

    /**
     * Fills a table of the whole text: of the occurrences of some characters, it records one that is followed by the most frequent
     * character (Boyer and Moore 1991, "MJRTY: a fast majority vote algorithm").
     */
    void vote(int table) {
        int minimum = minima[table];
        int[] recorded = tables[table];
        byte[] votes = new byte[recorded.length]; // for the recorded occurrences
        int oldest = HASH; // the factor of the character that leaves the hash
        for (int i = 0; i < minimum; i++) {
            oldest *= HASH;
        }
        int hash = 0;
        for (int end = 0; end < length; end++) {
            char next = text[end];
            if (end >= minimum && next != BORDER) {
                int slot = slot(table, hash);
                if (votes[slot] == 0 || text[recorded[slot]] == next) {
                    recorded[slot] = end;
                    votes[slot] = (byte) Math.min(votes[slot] + 1, Byte.MAX_VALUE);
                } else {
                    votes[slot]--;
                }
            }
            // The hash that slot computes, from that of the position before.
            hash = (hash + next + 1) * HASH - (end < minimum ? 0 : (text[end - minimum] + 1) * oldest);
        }
    }

    private int findAndReplace(int table, int end) {
        if (end < minima[table]) {
            return 0;
        }
        int slot = slot(table, text, end);
        int previous = tables[table][slot];
        tables[table][slot] = end;
        return previous;
    }

    /** Finds the last characters of another text in this one; the result is that of {@link #findAndReplace}. */
    int find(int table, MatchIndex other) {
        return other.length < minima[table] ? 0 : tables[table][slot(table, other.text, other.length)];
    }

    /** The slot for the characters of a text before {@code end}. */
    private int slot(int table, char[] text, int end) {
        int hash = 0;
        for (int i = end - minima[table]; i < end; i++) {
            hash = (hash + text[i] + 1) * HASH;
        }
        return slot(table, hash);
    }

    private int slot(int table, int hash) {
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
