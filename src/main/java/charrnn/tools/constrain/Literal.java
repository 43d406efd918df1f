package charrnn.tools.constrain;

/** Where a string or a character constant is between its quotes, its escape sequences above all. */
final class Literal {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private int quote;
    private int length; // characters that it stands for, so far
    private boolean escaped; // a backslash came
    private int needed; // hexadecimal digits that the escape sequence lacks
    private int possible; // further digits that it may have
    private int base; // of those digits

    Literal() {}

    Literal(Literal other) {
        quote = other.quote;
        length = other.length;
        escaped = other.escaped;
        needed = other.needed;
        possible = other.possible;
        base = other.base;
    }

    void begin(int openingQuote) {
        quote = openingQuote;
        length = 0;
        escaped = false;
        needed = 0;
        possible = 0;
    }

    /** Whether a character would end the literal. */
    boolean endsWith(int codePoint) {
        return codePoint == quote && !escaped;
    }

    /** What is wrong with an end here. */
    SyntaxViolation end() {
        if (needed > 0) {
            return SyntaxViolation.BAD_ESCAPE;
        }
        return quote == '\'' && length == 0 ? SyntaxViolation.EMPTY_CHARACTER : SyntaxViolation.NONE;
    }

    /** A character that does not end it. */
    SyntaxViolation accept(int codePoint) {
        if (escaped) {
            return escape(codePoint);
        }
        if (needed > 0 || possible > 0) {
            if (Character.digit(codePoint, base) >= 0 && codePoint < 128) {
                needed = Math.max(0, needed - 1);
                possible--;
                return SyntaxViolation.NONE;
            }
            boolean cut = needed > 0;
            needed = 0;
            possible = 0;
            if (cut) {
                return SyntaxViolation.BAD_ESCAPE;
            }
        }
        escaped = codePoint == '\\';
        return next();
    }

    private SyntaxViolation next() {
        length++;
        return quote == '\'' && length > 1 ? SyntaxViolation.LONG_CHARACTER : SyntaxViolation.NONE;
    }

    private SyntaxViolation escape(int codePoint) {
        escaped = false;
        switch (codePoint) {
            case 'x' -> expect(1, NO_LIMIT, 16);
            case 'u' -> expect(4, 4, 16);
            case 'U' -> expect(8, 8, 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> expect(0, 2, 8);
            case '\'', '"', '?', '\\', 'a', 'b', 'e', 'f', 'n', 'r', 't', 'v' -> expect(0, 0, 8);
            default -> {
                return SyntaxViolation.BAD_ESCAPE;
            }
        }
        return SyntaxViolation.NONE;
    }

    private void expect(int atLeast, int atMost, int digitBase) {
        needed = atLeast;
        possible = atMost;
        base = digitBase;
    }

    boolean isEscaped() {
        return escaped;
    }

    /** Hexadecimal digits that the escape sequence lacks. */
    int needed() {
        return needed;
    }

    /** Whether the next character may belong to an escape sequence. */
    boolean isInEscape() {
        return escaped || needed > 0 || possible > 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int quote() {
        return quote;
    }
}
