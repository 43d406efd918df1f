package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/** The open brackets: an immutable stack, which shares what is below its top. */
final class Brackets {
    static final Brackets NONE = new Brackets(0, 0, false, null);

    private final int opening;
    private final int before;
    private final boolean loop;
    private final @Nullable Brackets outer;
    private final int depth;
    private final int braces;

    private Brackets(int opening, int before, boolean loop, @Nullable Brackets outer) {
        this.opening = opening;
        this.before = before;
        this.loop = loop;
        this.outer = outer;
        this.depth = outer == null ? 0 : outer.depth + 1;
        this.braces = outer == null ? 0 : outer.braces + (opening == '{' ? 1 : 0);
    }

    /**
     * A further one.
     *
     * @param before last character of code before the bracket, 0 for none
     * @param loop whether that belongs to the keyword {@code for}
     */
    Brackets open(int bracket, int before, boolean loop) {
        return new Brackets(bracket, before, loop, this);
    }

    /** Whether a closing bracket fits the innermost open one. */
    boolean fits(int closing) {
        return closing == closing();
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

    /** Without the innermost one; as it is where none is open. */
    Brackets close() {
        return outer == null ? this : outer;
    }

    boolean isEmpty() {
        return outer == null;
    }

    /** The innermost open bracket, 0 for none. */
    int opening() {
        return opening;
    }

    /** Last character of code before the innermost open bracket, 0 for none. */
    int before() {
        return before;
    }

    /** Whether the innermost one is the parenthesis of a {@code for}. */
    boolean isForHeader() {
        return loop && opening == '(';
    }

    int depth() {
        return depth;
    }

    int braces() {
        return braces;
    }
}
