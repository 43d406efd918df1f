package charrnn.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Formats text for a terminal: escapes it, and lays out tables. A non-printing character, such as one that starts a control
 * sequence or changes the direction of writing, becomes JSON's escape: a backslash, {@code u} and four hexadecimal digits
 * for each of its UTF-16 units.
 */
public final class TerminalText {
    /** Maximum length of a line, in characters; a message with a long path fits. */
    private static final int MAX_LENGTH = 2000;

    /** Group 1 is what the program's own output may hold: ends of lines, tabs, an erased line, colours. */
    private static final Pattern OUTPUT = Pattern.compile("(\r?\n|\t|\r?\u001b\\[K|\u001b\\[[0-9;]*m)|[^ -~]");

    private TerminalText() {}

    /** A text as one line, cut after 2,000 characters. */
    public static String line(String text) {
        return line(text, MAX_LENGTH);
    }

    public static String line(String text, int maxLength) {
        StringBuilder line = new StringBuilder();
        int remaining = maxLength;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String shown = visible(text.codePointAt(at));
            remaining -= shown.codePointCount(0, shown.length());
            if (remaining < 0) {
                return line + "…";
            }
            line.append(shown);
        }
        return line.toString();
    }

    /** Escapes a text of several lines, such as generated text; line feeds and tabs stay. */
    public static String lines(String text) {
        return text.codePoints()
                .mapToObj(c -> c == '\n' || c == '\t' ? Character.toString(c) : visible(c))
                .collect(Collectors.joining());
    }

    /** Escapes output of the program; ends of lines, tabs, colours and the sequence that erases a line stay. */
    public static String output(String text) {
        return OUTPUT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? visible(found.group().codePointAt(0)) : found.group()));
    }

    /** Whether a character is a control character other than the white space of sources, U+0009 to U+000D. */
    public static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint) && (codePoint < '\t' || codePoint > '\r');
    }

    /** One character, escaped if it does not print. */
    public static String visible(int codePoint) {
        String character = Character.toString(codePoint);
        return prints(codePoint)
                ? character
                : character.chars().mapToObj(unit -> "\\u%04X".formatted(unit)).collect(Collectors.joining());
    }

    private static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Whether each character of a text prints, alone or, as a combining mark, with the one before. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(TerminalText::prints);
    }

    /** The lines of a table: columns as wide as their widest cell, with two spaces between them. */
    public static List<String> table(List<List<String>> rows) {
        String format = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .getAsInt())
                .mapToObj(width -> "%-" + Math.max(1, width) + "s")
                .collect(Collectors.joining("  "));
        return rows.stream()
                .map(row -> format.formatted(row.toArray()).stripTrailing())
                .toList();
    }
}
