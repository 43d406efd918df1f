package charrnn.corpus;

import charrnn.message.TerminalText;
import java.util.Locale;

/** Formats a single, possibly invisible character for a message. */
public final class CharacterName {
    private CharacterName() {}

    /** The name: {@code 'é' (U+00E9)}, {@code '\n' (U+000A)} or, for an invisible character, {@code U+200B}. */
    public static String of(int codePoint) {
        String hex = String.format(Locale.ROOT, "U+%04X", codePoint);
        String character = Character.toString(codePoint);
        boolean isVisible =
                character.matches("[\t\n\r]") || (TerminalText.isPrintable(character) && !character.matches("\\p{M}"));
        return isVisible ? "'" + escaped(codePoint) + "' (" + hex + ")" : hex;
    }

    /** The character, escaped if it does not print. */
    public static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> TerminalText.visible(codePoint);
        };
    }
}
