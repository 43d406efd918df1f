package charrnn.cli;

import charrnn.config.TerminalText;

/**
 * Formats generated characters: each in a colour for its probability, from none for a likely one to red for an unlikely
 * one, and on a terminal with control characters escaped.
 */
final class Tint {
    private static final String RESET = "\u001b[0m";

    private final boolean colours;
    private final boolean terminal;

    /** For a file or a pipe: no character is escaped. */
    Tint(boolean colours) {
        this(colours, false);
    }

    /** @param terminal whether a terminal shows the characters */
    Tint(boolean colours, boolean terminal) {
        this.colours = colours;
        this.terminal = terminal;
    }

    /** For the standard output. */
    static Tint ofStandardOutput(boolean colours) {
        return new Tint(colours && isWelcome(Terminal.isStandardOutput()), Terminal.isStandardOutput());
    }

    boolean isOnTerminal() {
        return terminal;
    }

    /** Formats a text without colours. */
    String plain(String text) {
        return terminal ? TerminalText.lines(text) : text;
    }

    /** Whether colours are shown: on a terminal, unless the environment forbids them, see no-color.org. */
    static boolean isWelcome(boolean terminal) {
        String noColor = System.getenv("NO_COLOR");
        return terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Formats a character in the colour of its probability. */
    String of(int codePoint, double probability) {
        String character = plain(Character.toString(codePoint));
        int colour = colour(probability);
        if (!colours || colour == 0) {
            return character;
        }
        // White space is invisible: its background is coloured, that of a line end as a space before it.
        boolean space = Character.isWhitespace(codePoint);
        String start = "\u001b[" + (space ? 48 : 38) + ";5;" + colour + "m";
        return codePoint == '\n' ? start + " " + RESET + "\n" : start + character + RESET;
    }

    /** Number of a terminal's 256 colours; 0 for none. */
    private static int colour(double probability) {
        if (probability >= 0.5) {
            return 0;
        }
        return probability >= 0.2 ? 34 : probability >= 0.05 ? 178 : probability >= 0.01 ? 208 : 196;
    }
}
