package charrnn.cli;

import charrnn.cli.base.StandardStreams;
import charrnn.message.TerminalText;

/**
 * Formats generated characters: coloured by probability, from no colour for a likely character to red for an unlikely
 * one, and with control characters escaped on a terminal.
 *
 * @param colours whether colours are shown
 * @param terminal whether a terminal shows the characters; a file or a pipe receives them unchanged
 */
record CharacterFormat(boolean colours, boolean terminal) {
    private static final String RESET = "\u001b[0m";

    static CharacterFormat ofStandardOutput(boolean colours) {
        boolean terminal = StandardStreams.OUTPUT_IS_TERMINAL;
        return new CharacterFormat(colours && terminal && StandardStreams.COLOURS, terminal);
    }

    String plain(String text) {
        return terminal ? TerminalText.lines(text) : text;
    }

    /** Formats a character in the colour of its probability. */
    String coloured(int codePoint, double probability) {
        String character = plain(Character.toString(codePoint));
        int colour = colour(probability);
        if (!colours || colour == 0) {
            return character;
        }
        // White space has no foreground: its background is coloured. A line end has a coloured space before it.
        boolean space = Character.isWhitespace(codePoint);
        String start = "\u001b[" + (space ? 48 : 38) + ";5;" + colour + "m";
        return codePoint == '\n' ? start + " " + RESET + "\n" : start + character + RESET;
    }

    /** Index into the 256 colours of a terminal; 0 for none. */
    private static int colour(double probability) {
        if (probability >= 0.5) {
            return 0;
        }
        return probability >= 0.2 ? 34 : probability >= 0.05 ? 178 : probability >= 0.01 ? 208 : 196;
    }
}
