/**
 * Completion of code at a cursor, as in an editor, and how useful it is.
 *
 * <p>{@link charrnn.tools.complete.Completer} generates completions from the mixture of a network and an n-gram cache. {@code
 * PrefixState} keeps what both know of the text before the cursor, so that only new characters are read; {@code
 * CompletionText} decides where a completion ends.
 *
 * <p>{@link charrnn.tools.complete.CompletionReport} measures completions: at each {@code CursorPlace} of held-out files,
 * a simulated user types the rest of the line ({@code CompletionScore}), with the completer and with simpler ones ({@code
 * Baselines}).
 */
@NullMarked
package charrnn.tools.complete;

import org.jspecify.annotations.NullMarked;
