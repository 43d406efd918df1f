package charrnn.corpus;

import charrnn.config.UserError;
import java.util.Arrays;

/**
 * The provisional numbers of characters, 0, 1, 2 ... in order of first appearance, so that a file can be encoded while it
 * is read and before anyone knows the vocabulary.
 */
final class Alphabet {
    /** Most characters it can tell apart: with the unknown symbol they make a vocabulary of 16-bit indices. */
    static final int LIMIT = 65_535;

    /** Number + 1 of each code point, 0 for none: two bytes each, looked up without boxing or hashing. */
    private final char[] numbers = new char[Character.MAX_CODE_POINT + 1];

    private int[] codePoints = new int[256];
    private int size;

    /** Number of distinct characters met. */
    int size() {
        return size;
    }

    /** The character's number, a new one where it is met for the first time. */
    int numberOf(int codePoint) {
        int number = numbers[codePoint];
        return number != 0 ? number - 1 : add(codePoint);
    }

    /** The character's number, or -1 where it was never met. */
    int find(int codePoint) {
        return numbers[codePoint] - 1;
    }

    int codePoint(int number) {
        return codePoints[number];
    }

    /** The alphabet in which these characters are numbered 0, 1, 2 ... */
    static Alphabet of(int[] codePoints) {
        Alphabet alphabet = new Alphabet();
        Arrays.stream(codePoints).forEach(alphabet::numberOf);
        return alphabet;
    }

    /** Its characters by number, [size]. */
    int[] codePoints() {
        return Arrays.copyOf(codePoints, size);
    }

    private int add(int codePoint) {
        if (size == LIMIT) {
            throw new UserError(
                    "corpus.path: more than 65,535 different characters, which is more than a vocabulary can hold;"
                            + " is this text?");
        }
        if (size == codePoints.length) {
            codePoints = Arrays.copyOf(codePoints, 2 * size);
        }
        codePoints[size] = codePoint;
        numbers[codePoint] = (char) ++size;
        return size - 1;
    }
}
