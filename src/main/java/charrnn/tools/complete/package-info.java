/**
 * Completion of code at a cursor, as in an editor.
 *
 * <p>{@link charrnn.tools.complete.Completer} generates completions by a network that finds matches in the text around the cursor
 * and in a project. {@code PrefixState} keeps its state after the text before the cursor, so that only new characters are read;
 * {@code CompletionText} decides where a completion ends.
 */
@NullMarked
package charrnn.tools.complete;

import org.jspecify.annotations.NullMarked;
