package charrnn.message;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
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

    /** Characters that do not print: controls, formats, surrogates, private and unassigned ones, separators of lines. */
    private static final String NON_PRINTING = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]";

    private static final Pattern ANY_NON_PRINTING = Pattern.compile(NON_PRINTING);
    private static final Pattern NON_PRINTING_IN_LINES = Pattern.compile("[" + NON_PRINTING + "&&[^\n\t]]");

    /** Group 1 is what the program's own output may hold: ends of lines, tabs, an erased line, colours. */
    private static final Pattern NON_PRINTING_IN_OUTPUT =
            Pattern.compile("(\r?\n|\t|\r?\u001b\\[K|\u001b\\[[0-9;]*m)|" + NON_PRINTING);

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
        return escape(text, NON_PRINTING_IN_LINES);
    }

    /** Escapes output of the program; ends of lines, tabs, colours and the sequence that erases a line stay. */
    public static String output(String text) {
        return NON_PRINTING_IN_OUTPUT
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) == null ? escaped(match) : match.group()));
    }

    /** Whether a character is a control character other than the white space of sources, U+0009 to U+000D. */
    public static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint) && (codePoint < '\t' || codePoint > '\r');
    }

    /** One character, escaped if it does not print. */
    public static String visible(int codePoint) {
        return escape(Character.toString(codePoint), ANY_NON_PRINTING);
    }

    /** Whether each character of a text prints and has no effect on others. */
    public static boolean isPrintable(String text) {
        return !ANY_NON_PRINTING.matcher(text).find();
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

    private static String escape(String text, Pattern nonPrinting) {
        return nonPrinting.matcher(text).replaceAll(match -> Matcher.quoteReplacement(escaped(match)));
    }

    private static String escaped(MatchResult character) {
        return character
                .group()
                .chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04X", unit))
                .collect(Collectors.joining());
    }
}
