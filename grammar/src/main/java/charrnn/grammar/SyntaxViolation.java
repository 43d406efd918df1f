package charrnn.grammar;

/** A way in which a character breaks the structure of a C text. */
public enum SyntaxViolation {
    NONE("nothing"),
    /** Compilers accept it: macros may have unbalanced bodies, and branches unbalanced code. */
    UNBALANCED("a directive or a branch of an #if that does not balance by itself"),
    WRONG_BRACKET("a closing bracket without a matching opening bracket"),
    OPEN_LITERAL("a line's end inside a string or a character constant"),
    STRAY_CONDITIONAL("an #else, #elif or #endif without an #if"),
    STRAY_CHARACTER("a character that no token of C has");

    private final String description;

    SyntaxViolation(String description) {
        this.description = description;
    }

    /** A noun phrase for messages. */
    public String description() {
        return description;
    }
}
