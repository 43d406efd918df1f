package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/** The open {@code #if}s: an immutable stack, which shares what is below its top. */
final class Conditionals {
    static final Conditionals NONE = new Conditionals(Brackets.NONE, null, false, null);

    private final Brackets before;
    private final @Nullable Brackets firstBranch;
    private final boolean hasElse;
    private final @Nullable Conditionals outer;
    private final int depth;

    private Conditionals(
            Brackets before, @Nullable Brackets firstBranch, boolean hasElse, @Nullable Conditionals outer) {
        this.before = before;
        this.firstBranch = firstBranch;
        this.hasElse = hasElse;
        this.outer = outer;
        this.depth = outer == null ? 0 : outer.depth + 1;
    }

    /** @param brackets open where the {@code #if} stands */
    Conditionals begin(Brackets brackets) {
        return new Conditionals(brackets, null, false, this);
    }

    /**
     * A further branch.
     *
     * @param branchEnd brackets open at the end of the branch before
     * @param isElse whether it is the last one
     */
    Conditionals next(Brackets branchEnd, boolean isElse) {
        return new Conditionals(before, firstBranch == null ? branchEnd : firstBranch, isElse, outer);
    }

    Conditionals end() {
        return outer == null ? this : outer;
    }

    boolean isEmpty() {
        return outer == null;
    }

    /** Whether the innermost one has had its {@code #else}. */
    boolean hasElse() {
        return hasElse;
    }

    /** Brackets open at the innermost {@code #if}: what every branch begins with. */
    Brackets before() {
        return before;
    }

    /** Brackets open after the {@code #endif}. */
    Brackets after(Brackets branchEnd) {
        return firstBranch == null ? branchEnd : firstBranch;
    }

    int depth() {
        return depth;
    }
}
