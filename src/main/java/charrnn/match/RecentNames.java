package charrnn.match;

import java.util.Arrays;

/**
 * Predicts the next characters of the names of a text that were used last and begin with the word so far. After the last letter of
 * a name, it is the character that followed the name the last time. A name is any word, a run of letters, digits and {@code _};
 * keywords are names too.
 *
 * <p>A name that the network has just written twice in a row is not offered a third time: a young network would go on with it,
 * as in {@code ton ton ton ton}.
 *
 * <p>Of a text with more than {@value #CAPACITY} names, those used last are known. Not thread-safe.
 */
final class RecentNames {
    private static final int CAPACITY = 1 << 10;

    /** Longer words are not recorded. */
    private static final int MAX_LETTERS = 64;

    private char[][] names = new char[16][]; // last used first; at the end of each, the character that followed it
    private int size;
    private final char[] word = new char[MAX_LETTERS + 1]; // the word so far
    private int letters; // of the word so far; 0 between words
    private int[] candidates = new int[16]; // within a word: numbers of the names that begin with it, ascending
    private int count; // of the candidates
    private int firstOffered; // 1 if the name used last is not offered, else 0

    RecentNames() {}

    RecentNames(RecentNames other) {
        names = other.names.clone(); // their characters never change
        size = other.size;
        System.arraycopy(other.word, 0, word, 0, word.length);
        letters = other.letters;
        candidates = other.candidates.clone();
        count = other.count;
        firstOffered = other.firstOffered;
    }

    void clear() {
        size = 0;
        letters = 0;
        firstOffered = 0;
    }

    /**
     * @param isLetter whether the symbol is a character of names
     * @param isWritten whether the network wrote it
     */
    void read(char symbol, boolean isLetter, boolean isWritten) {
        if (isLetter) {
            narrow(symbol);
        } else if (letters > 0) {
            if (letters <= MAX_LETTERS) {
                use(symbol, isWritten);
            }
            letters = 0;
        }
    }

    /** Adds a letter to the word, and keeps the candidates that have it. */
    private void narrow(char letter) {
        int before = candidates();
        if (letters == 0) {
            candidates = candidates.length < size ? new int[names.length] : candidates;
        }
        count = 0;
        for (int i = 0; i < before; i++) {
            int candidate = candidate(i);
            if (names[candidate][letters] == letter) { // the last character of a name is no letter
                candidates[count++] = candidate;
            }
        }
        if (letters < MAX_LETTERS) {
            word[letters] = letter;
        }
        letters++;
    }

    /** Moves the name that ends to the front. */
    private void use(char next, boolean isWritten) {
        int known = 0;
        while (known < count && names[candidates[known]].length != letters + 1) {
            known++;
        }
        int place = known < count ? candidates[known] : Math.min(size, CAPACITY - 1);
        boolean isRepeated = place == 0 && known < count;
        firstOffered = isRepeated && isWritten ? 1 : 0;
        if (place == size) {
            size++;
            names = size > names.length ? Arrays.copyOf(names, 2 * names.length) : names;
        }
        System.arraycopy(names, 0, names, 1, place);
        names[0] = Arrays.copyOf(word, letters + 1);
        names[0][letters] = next;
    }

    private int candidates() {
        return letters == 0 ? size : count;
    }

    private int candidate(int i) {
        return letters == 0 ? i : candidates[i];
    }

    /** Number of letters of the word so far; 0 between words. */
    int letters() {
        return letters;
    }

    /** The different next characters of the candidates, that of the name used last first; at most {@code max}. */
    int[] next(int max) {
        int[] next = new int[max];
        int found = 0;
        int from = candidates() > 0 && candidate(0) < firstOffered ? 1 : 0;
        for (int i = from; i < candidates() && found < max; i++) {
            next[found] = names[candidate(i)][letters];
            int first = 0;
            while (next[first] != next[found]) {
                first++;
            }
            found += first == found ? 1 : 0;
        }
        return Arrays.copyOf(next, found);
    }
}
