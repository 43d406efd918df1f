/**
 * Completion of code at a cursor, as in an editor, and how useful it is.
 *
 * <p>{@link charrnn.tools.complete.Completer} generates completions by a network that finds matches in the text around the cursor
 * and in a project. {@code PrefixState} keeps its state after the text before the cursor, so that only new characters are read; {@code
 * CompletionText} decides where a completion ends.
 *
 * <p>{@link charrnn.tools.complete.CompletionReport} measures completions: at each {@code CursorPlace} of held-out files,
 * a simulated user types the rest of the line ({@code CompletionScore}), with the completer and with simpler ones ({@code
 * Baselines}).
 */
@NullMarked
package charrnn.tools.complete;

import org.jspecify.annotations.NullMarked;
