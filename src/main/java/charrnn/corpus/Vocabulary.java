package charrnn.corpus;

import charrnn.message.TerminalText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The symbols of a network, by index. Index 0 is the unknown symbol, which stands for every character without a symbol
 * of its own; the others are Unicode code points in ascending order.
 */
public final class Vocabulary {
    public static final int UNKNOWN = 0;

    /** The character of the unknown symbol: U+FFFD, the replacement character. */
    public static final int UNKNOWN_CODE_POINT = 0xFFFD;

    /** Maximum number of characters: with the unknown symbol, indices have 16 bits. */
    static final int MAX_CHARACTERS = 65_535;

    private final int[] codePoints;

    /** Index of each code point, [largest code point + 1]. */
    private final char[] indices;

    /** @param characters code points in any order, at most 65,535; U+FFFD and repetitions are ignored */
    public Vocabulary(List<Integer> characters) {
        IntStream known = characters.stream().mapToInt(c -> c).filter(c -> c != UNKNOWN_CODE_POINT);
        int[] sorted = known.sorted().distinct().toArray();
        if (sorted.length > MAX_CHARACTERS) {
            throw new IllegalArgumentException("more than 65,535 characters: " + sorted.length);
        }
        codePoints = new int[sorted.length + 1];
        codePoints[UNKNOWN] = UNKNOWN_CODE_POINT;
        System.arraycopy(sorted, 0, codePoints, 1, sorted.length);
        indices = new char[codePoints[sorted.length] + 1];
        for (int i = 1; i < codePoints.length; i++) {
            indices[codePoints[i]] = (char) i;
        }
    }

    /** Number of symbols, the unknown one included. */
    public int size() {
        return codePoints.length;
    }

    /** Index of a code point; {@link #UNKNOWN} if it has no symbol. */
    public int indexOf(int codePoint) {
        return codePoint < indices.length ? indices[codePoint] : UNKNOWN;
    }

    /** Index of each code point, not a copy; larger code points are unknown. */
    char[] indices() {
        return indices;
    }

    public int codePoint(int index) {
        return codePoints[index];
    }

    /** The code points of all symbols but the unknown one, ascending. */
    public List<Integer> characters() {
        return Arrays.stream(codePoints).skip(1).boxed().toList();
    }

    /** The vocabulary of the characters that this one and another have. */
    public Vocabulary common(Vocabulary other) {
        return new Vocabulary(characters().stream()
                .filter(character -> other.indexOf(character) != UNKNOWN)
                .toList());
    }

    /** Indices of a text's code points; {@link #UNKNOWN} for one without a symbol. */
    public int[] encode(String text) {
        return text.codePoints().map(this::indexOf).toArray();
    }

    public String decode(int... text) {
        int[] decoded = Arrays.stream(text).map(this::codePoint).toArray();
        return new String(decoded, 0, decoded.length);
    }

    /** Code points of a text that have no symbol, each once, in order of appearance. */
    public List<Integer> unknownIn(String text) {
        IntStream unknown = text.codePoints().filter(c -> indexOf(c) == UNKNOWN);
        return unknown.distinct().boxed().toList();
    }

    /** A character in a message: {@code 'é' (U+00E9)}, {@code '\n' (U+000A)} or, for an invisible one, {@code U+200B}. */
    public static String nameOf(int codePoint) {
        String hex = String.format(Locale.ROOT, "U+%04X", codePoint);
        String character = Character.toString(codePoint);
        boolean isVisible =
                character.matches("[\t\n\r]") || (TerminalText.isPrintable(character) && !character.matches("\\p{M}"));
        return isVisible ? "'" + escaped(codePoint) + "' (" + hex + ")" : hex;
    }

    /** The character, escaped if it does not print. */
    public static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> TerminalText.visible(codePoint);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary v && Arrays.equals(codePoints, v.codePoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codePoints);
    }
}
