package charrnn.tools.constrain;

/** A way in which a character breaks the structure of a C text. */
public enum SyntaxViolation {
    NONE("nothing", true),
    WRONG_BRACKET("a closing bracket without a matching opening bracket", false),
    OPEN_LITERAL("a line's end inside a string or a character constant", false),
    BAD_ESCAPE("an escape sequence that C does not have", false),
    EMPTY_CHARACTER("an empty character constant", false),
    STRAY_CONDITIONAL("an #else, #elif or #endif without an #if", false),
    STRAY_CHARACTER("a character that no token of C has", false),
    /** A directive with unbalanced brackets or quotes, as macros may have. */
    LOOSE_DIRECTIVE("a directive that does not balance by itself", true),
    LOOSE_BRANCH("a branch of an #if that does not balance by itself", true),
    LONG_CHARACTER("a character constant of several characters", true);

    private final String description;
    private final boolean compiles;

    SyntaxViolation(String description, boolean compiles) {
        this.description = description;
        this.compiles = compiles;
    }

    /** A noun phrase for messages. */
    public String description() {
        return description;
    }

    /** Whether a compiler may still accept the text. */
    public boolean compiles() {
        return compiles;
    }

    /** This violation, or the other one if this is {@link #NONE}. */
    SyntaxViolation or(SyntaxViolation other) {
        return this == NONE ? other : this;
    }
}
