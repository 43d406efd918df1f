package charrnn.corpus;

import charrnn.config.UserError;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The symbols that a network tells apart. Symbol 0 is the unknown one, which stands for every character without a
 * symbol of its own; the others are Unicode code points in ascending order.
 */
public final class Vocabulary {
    /** Index of the unknown symbol. */
    public static final int UNKNOWN = 0;

    /** What the unknown symbol looks like: U+FFFD, the replacement character. */
    public static final int UNKNOWN_CODE_POINT = 0xFFFD;

    private static final int FORMAT = 1;
    private static final String WHAT = "vocabulary";

    private final int[] codePoints;
    private final Map<Integer, Integer> indices = new HashMap<>();

    /**
     * How it is written.
     *
     * @param symbols the characters by index, [size]
     */
    private record Document(int format, List<String> symbols) {}

    /** @param characters distinct code points, without the unknown symbol, in any order; at most 65,535 */
    public Vocabulary(List<Integer> characters) {
        int[] sorted = characters.stream()
                .mapToInt(Integer::intValue)
                .filter(c -> c != UNKNOWN_CODE_POINT)
                .sorted()
                .distinct()
                .toArray();
        if (sorted.length > Alphabet.LIMIT) {
            throw new IllegalArgumentException("more than 65,535 characters: " + sorted.length);
        }
        codePoints = new int[sorted.length + 1];
        codePoints[UNKNOWN] = UNKNOWN_CODE_POINT;
        System.arraycopy(sorted, 0, codePoints, 1, sorted.length);
        for (int i = 1; i < codePoints.length; i++) {
            indices.put(codePoints[i], i);
        }
    }

    /** Number of symbols, the unknown one included. */
    public int size() {
        return codePoints.length;
    }

    /** Index of a code point; {@link #UNKNOWN} where it has no symbol. */
    public int indexOf(int codePoint) {
        return indices.getOrDefault(codePoint, UNKNOWN);
    }

    /** Code point of an index. */
    public int codePoint(int index) {
        return codePoints[index];
    }

    /** The code points of all symbols but the unknown one, ascending. */
    public List<Integer> characters() {
        return Arrays.stream(codePoints).skip(1).boxed().toList();
    }

    /** Indices of a text's code points, unknown ones as {@link #UNKNOWN}. */
    public int[] encode(String text) {
        return text.codePoints().map(this::indexOf).toArray();
    }

    /** The text of some indices. */
    public String decode(int... text) {
        StringBuilder out = new StringBuilder(text.length);
        for (int index : text) {
            out.appendCodePoint(codePoints[index]);
        }
        return out.toString();
    }

    /** Code points of a text that have no symbol, each once, in order of appearance. */
    public List<Integer> unknownIn(String text) {
        return text.codePoints()
                .filter(c -> indexOf(c) == UNKNOWN)
                .distinct()
                .boxed()
                .toList();
    }

    /** JSON that {@link #fromJson} reads: the symbols by index, the unknown one first. */
    public String toJson() {
        List<String> symbols =
                Arrays.stream(codePoints).mapToObj(Character::toString).toList();
        return StrictJson.write(new Document(FORMAT, symbols));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws UserError if the text is anything else
     */
    public static Vocabulary fromJson(String json) {
        Document document = StrictJson.read(json, Document.class, WHAT);
        if (document.format() != FORMAT) {
            throw new UserError(WHAT + ": format " + document.format() + " is not " + FORMAT
                    + ", the only one this version of charrnn reads");
        }
        List<String> symbols = document.symbols();
        if (symbols.isEmpty() || !symbols.get(0).equals(Character.toString(UNKNOWN_CODE_POINT))) {
            throw new UserError(WHAT + ": symbol 0 must be U+FFFD, the unknown symbol");
        }
        IntStream.range(1, symbols.size()).forEach(index -> checkSymbol(symbols, index));
        return new Vocabulary(
                symbols.stream().skip(1).map(symbol -> symbol.codePointAt(0)).toList());
    }

    private static void checkSymbol(List<String> symbols, int index) {
        String symbol = symbols.get(index);
        boolean one = symbol.codePointCount(0, symbol.length()) == 1;
        if (!one
                || symbol.codePointAt(0) == UNKNOWN_CODE_POINT
                || Character.getType(symbol.codePointAt(0)) == Character.SURROGATE) {
            throw new UserError(WHAT + ": symbol " + index + " is '" + symbol + "' and should be one character");
        }
        if (index > 1 && symbol.codePointAt(0) <= symbols.get(index - 1).codePointAt(0)) {
            throw new UserError(WHAT + ": symbol " + index + ", " + CharacterName.of(symbol.codePointAt(0))
                    + ", is not in the order of code points");
        }
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
