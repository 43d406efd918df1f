package charrnn.grammar;

/**
 * The longest run of characters of one token kind that ends at the current position.
 *
 * @param word the part of the last name or keyword that has been read, at most 64 characters
 */
public record TokenRun(Kind kind, int length, int last, String word) {
    /** The kind of token that a character belongs to. */
    public enum Kind {
        /** White space, also in literals and comments, and the beginning of the text. */
        SPACE,
        /** A name or a keyword. */
        IDENTIFIER,
        /** A number, with its suffix. */
        NUMBER,
        /** Punctuation, and every other character of literals and comments. */
        OTHER
    }

    static final TokenRun NONE = new TokenRun(Kind.SPACE, 0, 0, "");
    private static final int MAX_WORD = 64; // no keyword or directive is longer

    /** @param code whether the character is outside of literals and comments */
    TokenRun after(int codePoint, boolean code) {
        Kind next = next(codePoint, code);
        int count = next == kind ? length + 1 : 1;
        String name = next == Kind.IDENTIFIER && count == 1 ? "" : word;
        return new TokenRun(next, count, codePoint, next == Kind.IDENTIFIER ? extend(name, codePoint) : name);
    }

    /** Whether the token is a name or a number of more than some characters. */
    boolean isLongerWord(int max) {
        return length > max && (kind == Kind.IDENTIFIER || kind == Kind.NUMBER);
    }

    /** A word with a further character, unless it is too long to be a keyword or the name of a directive. */
    static String extend(String word, int codePoint) {
        return word.length() < MAX_WORD ? word + Character.toString(codePoint) : word;
    }

    private Kind next(int codePoint, boolean code) {
        boolean number = code && kind == Kind.NUMBER;
        if (isSpace(codePoint)) {
            return Kind.SPACE;
        }
        if (!code || !isWord(codePoint)) {
            boolean sign = (codePoint == '-' || codePoint == '+') && "eEpP".indexOf(last) >= 0; // as in 1e-9
            return number && (codePoint == '.' || sign) ? Kind.NUMBER : Kind.OTHER;
        }
        return number || (kind != Kind.IDENTIFIER && isDigit(codePoint)) ? Kind.NUMBER : Kind.IDENTIFIER;
    }

    public static boolean isSpace(int codePoint) {
        return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
    }

    static boolean isDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    /** Whether a name or a number may contain a character; compilers accept letters of any script and the dollar sign. */
    static boolean isWord(int codePoint) {
        return codePoint < 128
                ? Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '$'
                : Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
    }
}
