package charrnn.tools.score;

/**
 * Something that no C has.
 *
 * @param kind what it is
 * @param at offset in the text
 */
record Fault(Kind kind, int at) {
    enum Kind {
        /** A string or character whose line ends before it does. */
        UNTERMINATED_LITERAL,
        EMPTY_CHARACTER,
        /** A character that stands for nothing outside of literals and comments. */
        STRAY_CHARACTER,
        /** A closing bracket without the opening one, or with another kind of it. */
        WRONG_BRACKET,
        /** The body of a function that begins in the first column, inside of another. */
        FUNCTION_IN_FUNCTION,
        /** An {@code #else}, {@code #elif} or {@code #endif} without its {@code #if}. */
        WRONG_CONDITIONAL;

        /** Whether the characters are wrong, not their nesting. */
        boolean lexical() {
            return this == UNTERMINATED_LITERAL || this == EMPTY_CHARACTER || this == STRAY_CHARACTER;
        }
    }
}
