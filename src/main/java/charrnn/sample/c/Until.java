package charrnn.sample.c;

/** Where in a C text a sample ends. */
public enum Until {
    /** Nowhere before its length. */
    LENGTH,
    /** At the end of a line. */
    LINE,
    /** At the brace that ends the body of a function. */
    FUNCTION;

    /**
     * Whether the place has come with the last character.
     *
     * @param wasInBody what {@link #isInBody} said before that character
     */
    boolean hasCome(boolean wasInBody, CScanner after) {
        return switch (this) {
            case LENGTH -> false;
            case LINE -> after.last() == '\n';
            case FUNCTION ->
                wasInBody && after.last() == '}' && after.structure().code().isEmpty();
        };
    }

    /** Whether nothing but the body of a function is open, apart from literals, comments and directives. */
    static boolean isInBody(CScanner scanner) {
        Brackets brackets = scanner.structure().code();
        return brackets.depth() == 1 && brackets.opening() == '{' && brackets.before() == ')';
    }
}
