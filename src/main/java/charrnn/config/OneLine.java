package charrnn.config;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text made fit for one line of a terminal: line breaks, control sequences and changes of direction become visible. */
public final class OneLine {
    /** Longest line, in characters: a message with a long path fits. */
    private static final int LONGEST = 2000;

    private OneLine() {}

    /** The text with {@link #visible} in place of each character, cut after 2,000 characters. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The text with {@link #visible} in place of each character, cut after {@code most} characters. */
    public static String of(String text, int most) {
        StringBuilder line = new StringBuilder();
        int room = most;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String shown = visible(text.codePointAt(at));
            room -= shown.codePointCount(0, shown.length());
            if (room < 0) {
                return line + "…";
            }
            line.append(shown);
        }
        return line.toString();
    }

    /**
     * The character itself or, where it does not print, a backslash, {@code u} and four hexadecimal digits for each of its
     * UTF-16 units: in a JSON text, that stands for the same character.
     */
    public static String visible(int codePoint) {
        if (prints(codePoint)) {
            return Character.toString(codePoint);
        }
        return Character.toString(codePoint)
                .chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04X", unit))
                .collect(Collectors.joining());
    }

    /** Whether a character prints, in its place and without an effect on others. */
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
