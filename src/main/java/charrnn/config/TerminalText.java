package charrnn.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Escapes text for a terminal. A non-printing character, such as one that starts a control sequence or changes the
 * direction of writing, becomes JSON's escape: a backslash, {@code u} and four hexadecimal digits for each of its
 * UTF-16 units.
 */
public final class TerminalText {
    /** Maximum length of a line, in characters; a message with a long path fits. */
    private static final int MAX_LENGTH = 2000;

    /** Control characters that the program's own output may hold: ends of lines, tabs, an erased line, colours. */
    private static final Pattern OWN_CONTROLS = Pattern.compile("\r?\n|\t|\r?\u001b\\[K|\u001b\\[[0-9;]*m");

    private TerminalText() {}

    /** A text as one line, cut after 2,000 characters. */
    public static String line(String text) {
        return line(text, MAX_LENGTH);
    }

    /** A text as one line, cut after {@code maxLength} characters. */
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
        StringBuilder shown = new StringBuilder(text.length());
        Matcher control = OWN_CONTROLS.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int end = at + Character.charCount(codePoint);
            if (!prints(codePoint) && control.region(at, text.length()).lookingAt()) {
                shown.append(control.group());
                end = control.end();
            } else {
                shown.append(visible(codePoint));
            }
            at = end;
        }
        return shown.toString();
    }

    /** One character, escaped if it does not print. */
    public static String visible(int codePoint) {
        if (prints(codePoint)) {
            return Character.toString(codePoint);
        }
        return Character.toString(codePoint)
                .chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04X", unit))
                .collect(Collectors.joining());
    }

    /** Whether each character of a text prints. */
    public static boolean prints(String text) {
        return text.codePoints().allMatch(TerminalText::prints);
    }

    /** Whether a character prints and has no effect on others. */
    public static boolean prints(int codePoint) {
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
}
