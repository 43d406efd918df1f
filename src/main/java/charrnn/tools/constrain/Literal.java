package charrnn.tools.constrain;

/**
 * The state of a string or character constant after its opening quote.
 *
 * @param length number of characters that it denotes so far
 * @param escaped whether the last character is a backslash that begins an escape sequence
 * @param needed minimum number of further digits of the escape sequence
 * @param possible maximum number of further digits of the escape sequence
 * @param base of those digits
 */
record Literal(int quote, int length, boolean escaped, int needed, int possible, int base) {
    static final Literal NONE = begin(0);

    static Literal begin(int quote) {
        return new Literal(quote, 0, false, 0, 0, 8);
    }

    boolean endsWith(int codePoint) {
        return codePoint == quote && !escaped;
    }

    /** The violation that a closing quote causes here. */
    SyntaxViolation end() {
        if (needed > 0) {
            return SyntaxViolation.BAD_ESCAPE;
        }
        return quote == '\'' && length == 0 ? SyntaxViolation.EMPTY_CHARACTER : SyntaxViolation.NONE;
    }

    /** The violation that a character causes here, other than the closing quote. */
    SyntaxViolation violation(int codePoint) {
        if (escaped) {
            return "01234567'\"?\\abefnrtvxuU".indexOf(codePoint) >= 0
                    ? SyntaxViolation.NONE
                    : SyntaxViolation.BAD_ESCAPE;
        }
        if (isDigit(codePoint)) {
            return SyntaxViolation.NONE;
        }
        if (needed > 0) {
            return SyntaxViolation.BAD_ESCAPE;
        }
        return quote == '\'' && length > 0 ? SyntaxViolation.LONG_CHARACTER : SyntaxViolation.NONE;
    }

    Literal with(int codePoint) {
        if (escaped) {
            return switch (codePoint) {
                case 'x' -> digits(1, Integer.MAX_VALUE, 16);
                case 'u' -> digits(4, 4, 16);
                case 'U' -> digits(8, 8, 16);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(0, 2, 8);
                default -> digits(0, 0, 8);
            };
        }
        if (isDigit(codePoint)) {
            return digits(Math.max(0, needed - 1), possible - 1, base);
        }
        return needed > 0 ? digits(0, 0, base) : new Literal(quote, length + 1, codePoint == '\\', 0, 0, base);
    }

    private boolean isDigit(int codePoint) {
        return possible > 0 && codePoint < 128 && Character.digit(codePoint, base) >= 0;
    }

    private Literal digits(int atLeast, int atMost, int digitBase) {
        return new Literal(quote, length, false, atLeast, atMost, digitBase);
    }
}
