package charrnn.tools.complete;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Suggests the rest of the cursor's line.
 *
 * @param name the name in tables
 * @param start begins at a place, where nothing of other places is used. The result suggests what follows the text that the
 *     user has typed there; this text grows from call to call.
 */
record LineCompleter(String name, Function<CursorPlace, UnaryOperator<String>> start) {}
