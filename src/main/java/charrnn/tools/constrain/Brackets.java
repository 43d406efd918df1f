package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/**
 * The open brackets: an immutable stack that shares what is below its top.
 *
 * @param opening the innermost open bracket, 0 for none
 * @param before last character of code before it, 0 for none
 * @param isForHeader whether it is the parenthesis of a {@code for}
 * @param depth how many brackets are open
 * @param braces how many of them are braces
 */
record Brackets(
        int opening,
        int before,
        boolean isForHeader,
        int depth,
        int braces,
        @Nullable Brackets outer) {
    static final Brackets NONE = new Brackets(0, 0, false, 0, 0, null);

    /** @param afterFor whether the keyword {@code for} precedes */
    Brackets open(int bracket, int codeBefore, boolean afterFor) {
        int further = bracket == '{' ? 1 : 0;
        return new Brackets(bracket, codeBefore, afterFor && bracket == '(', depth + 1, braces + further, this);
    }

    /** What closes the innermost open bracket; 0 where none is open. */
    int closing() {
        return switch (opening) {
            case '(' -> ')';
            case '[' -> ']';
            case '{' -> '}';
            default -> 0;
        };
    }

    /** Without the innermost bracket; unchanged where none is open. */
    Brackets close() {
        return outer == null ? this : outer;
    }

    boolean isEmpty() {
        return outer == null;
    }
}
