package charrnn.tools.constrain;

/** How a character breaks the structure of a C text. */
public enum SyntaxViolation {
    /** It does not. */
    NONE("nothing", true),
    /** A closing bracket where none, or one of another kind, is open. */
    WRONG_BRACKET("a closing bracket without a matching opening bracket", false),
    /** The line ends inside a string or a character. */
    OPEN_LITERAL("a line's end inside a string or a character constant", false),
    /** A backslash in a literal that begins no escape sequence of C's. */
    BAD_ESCAPE("an escape sequence that C does not have", false),
    /** Two single quotes with nothing between them. */
    EMPTY_CHARACTER("an empty character constant", false),
    /** An {@code #else}, {@code #elif} or {@code #endif} without its {@code #if}. */
    STRAY_CONDITIONAL("an #else, #elif or #endif without an #if", false),
    /** A character that no token of C's has. */
    STRAY_CHARACTER("a character that no token of C has", false),
    /** A directive whose brackets or quotes do not balance, as that of a macro may. */
    LOOSE_DIRECTIVE("a directive that does not balance by itself", true),
    /** A branch of a conditional whose brackets do not balance. */
    LOOSE_BRANCH("a branch of an #if that does not balance by itself", true),
    /** A character constant of several characters. */
    LONG_CHARACTER("a character constant of several characters", true);

    private final String description;
    private final boolean compiles;

    SyntaxViolation(String description, boolean compiles) {
        this.description = description;
        this.compiles = compiles;
    }

    /** What it is, in words: a noun. */
    public String description() {
        return description;
    }

    /** Whether a compiler may still accept the text: it breaks good manners only. */
    public boolean compiles() {
        return compiles;
    }
}
