package charrnn.corpus;

import charrnn.config.TerminalText;
import java.util.Locale;

/** Names a single character in a message, where it may be invisible. */
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
            default -> hasShape(codePoint) ? "'" + Character.toString(codePoint) + "' (" + hex + ")" : hex;
        };
    }

    private static boolean hasShape(int codePoint) {
        return TerminalText.isPrintable(Character.toString(codePoint))
                && switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                        false;
                    default -> true;
                };
    }
}
