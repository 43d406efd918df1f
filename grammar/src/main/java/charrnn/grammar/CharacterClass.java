package charrnn.grammar;

/** The classes of characters that C's tokens are made of. */
public final class CharacterClass {
    private CharacterClass() {}

    public static boolean isSpace(int codePoint) {
        return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
    }

    static boolean isDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    /** Whether a name may begin with a character. */
    static boolean isLetter(int codePoint) {
        return isWord(codePoint) && !isDigit(codePoint);
    }

    /** Whether a name or a number may contain a character; compilers accept letters of any script and the dollar sign. */
    public static boolean isWord(int codePoint) {
        return codePoint < 128
                ? Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '$'
                : Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
    }
}
