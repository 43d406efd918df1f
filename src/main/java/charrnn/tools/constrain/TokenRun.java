package charrnn.tools.constrain;

/**
 * The adjacent characters of one kind of token that end at a place.
 *
 * @param length how many they are
 * @param last the last of them
 * @param word the last name or keyword as far as it was read, cut after 64 characters
 */
public record TokenRun(Kind kind, int length, int last, String word) {
    /** What a character is part of. */
    public enum Kind {
        /** White space, in literals and comments too; also before the first character. */
        SPACE,
        /** A name or a keyword. */
        IDENTIFIER,
        /** A number, with its suffix. */
        NUMBER,
        /** Punctuation, and all of literals and comments that is not white space. */
        OTHER
    }

    static final TokenRun NONE = new TokenRun(Kind.SPACE, 0, 0, "");
    private static final int LONGEST_WORD = 64; // no keyword is longer

    /** @param code whether the character is code, and no part of a literal or comment */
    TokenRun after(int codePoint, boolean code) {
        Kind next = next(codePoint, code);
        int count = next == kind ? length + 1 : 1;
        String name = next == Kind.IDENTIFIER && count == 1 ? "" : word;
        boolean extends_ = next == Kind.IDENTIFIER && name.length() < LONGEST_WORD;
        return new TokenRun(next, count, codePoint, extends_ ? name + Character.toString(codePoint) : name);
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

    boolean isWord() {
        return kind == Kind.IDENTIFIER || kind == Kind.NUMBER;
    }

    static boolean isSpace(int codePoint) {
        return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
    }

    static boolean isDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    /** Whether a name or a number may hold a character; compilers take letters of any script and the dollar sign. */
    static boolean isWord(int codePoint) {
        return codePoint < 128
                ? Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '$'
                : Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
    }
}
