package charrnn.config;

/** Text made fit for one line of a terminal: a stranger's line breaks and control sequences must not reach it. */
public final class OneLine {
    /** A message with a long path fits; a name that someone made as long as a book does not. */
    private static final int LONGEST = 2000;

    private OneLine() {}

    /** The text with a {@code ?} for each character that does not print, cut after 2,000 characters. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The text with a {@code ?} for each character that does not print, cut after {@code most} characters. */
    public static String of(String text, int most) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(most).map(c -> prints(c) ? c : '?').forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > most ? line + "…" : line.toString();
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
