package charrnn.model.checkpoint;

/** Text from a file, made fit for one line of a terminal: a stranger's control sequences must not reach it. */
final class Printable {
    private static final int LONGEST = 100;

    private Printable() {}

    /** The text with a {@code ?} for whatever does not print, cut after 100 characters. */
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LONGEST).map(c -> prints(c) ? c : '?').forEach(out::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? out + "…" : out.toString();
    }

    /** Whether all of a text prints. */
    static boolean is(String text) {
        return text.codePoints().allMatch(Printable::prints);
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
}
