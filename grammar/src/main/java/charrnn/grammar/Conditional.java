package charrnn.grammar;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An open {@code #if}, and those around it. Each branch begins with the state at the {@code #if}; after {@code #endif} the state at
 * the end of the first branch counts, as if every condition were true. Immutable.
 *
 * @param <T> the state
 * @param before the state at the {@code #if}
 * @param first the state at the end of the first branch; null in it
 * @param depth number of open conditionals
 * @param outer the next one around it; null for none
 */
record Conditional<T>(
        T before,
        @Nullable T first,
        boolean hasElse,
        int depth,
        @Nullable Conditional<T> outer) {
    static <T> Conditional<T> begin(T before, @Nullable Conditional<T> outer) {
        return new Conditional<>(before, null, false, depth(outer) + 1, outer);
    }

    /** Number of open conditionals; null for none. */
    static int depth(@Nullable Conditional<?> innermost) {
        return innermost == null ? 0 : innermost.depth;
    }

    /** The open conditionals with changed states; null for none. */
    static <T> @Nullable Conditional<T> map(@Nullable Conditional<T> innermost, UnaryOperator<T> change) {
        return innermost == null
                ? null
                : new Conditional<>(
                        change.apply(innermost.before),
                        innermost.first == null ? null : change.apply(innermost.first),
                        innermost.hasElse,
                        innermost.depth,
                        map(innermost.outer, change));
    }

    /** The state after an {@code #endif}, before which it is another one. */
    T end(T now) {
        return first == null ? now : first;
    }

    Conditional<T> next(T now, boolean isElse) {
        return new Conditional<>(before, end(now), isElse, depth, outer);
    }
}
