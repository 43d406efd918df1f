package charrnn.model.checkpoint;

import charrnn.config.OneLine;

/** Text from a file, made fit for one line of a terminal: a stranger's control sequences must not reach it. */
final class Printable {
    private static final int LONGEST = 100;

    private Printable() {}

    /** The text with each character that does not print made visible, cut after 100 characters. */
    static String of(String text) {
        return OneLine.of(text, LONGEST);
    }

    /** Whether all of a text prints. */
    static boolean is(String text) {
        return text.codePoints().allMatch(OneLine::prints);
    }
}
