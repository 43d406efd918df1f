package charrnn.tools.constrain;

import charrnn.tools.constrain.Value.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * An open bracket.
 *
 * @param arguments of the call that it begins; null if it begins none, or nothing is known of its function
 * @param commas number of arguments that have ended
 * @param result the value of the whole call or access
 * @param before what was before it
 */
record Bracket(
        @Nullable Arguments arguments, int commas, @Nullable Value result, Expression before) {
    /** Number of arguments that the call needs after the current one. */
    int missing() {
        return arguments == null ? 0 : Math.max(0, arguments.least() - commas - 1);
    }
}
