package charrnn.corpus;

import charrnn.config.TerminalText;
import java.util.Locale;

/** Formats a single, possibly invisible character for a message. */
public final class CharacterName {
    private CharacterName() {}

    /**
     * The name: {@code 'é' (U+00E9)}, {@code '\n' (U+000A)} or, for an invisible character, only its number, {@code
     * U+200B}.
     */
    public static String of(int codePoint) {
        String hex = String.format(Locale.ROOT, "U+%04X", codePoint);
        return switch (codePoint) {
            case '\t' -> "'\\t' (" + hex + ")";
            case '\n' -> "'\\n' (" + hex + ")";
            case '\r' -> "'\\r' (" + hex + ")";
            default -> isVisible(codePoint) ? "'" + Character.toString(codePoint) + "' (" + hex + ")" : hex;
        };
    }

    private static boolean isVisible(int codePoint) {
        return TerminalText.isPrintable(Character.toString(codePoint))
                && switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                        false;
                    default -> true;
                };
    }
}
