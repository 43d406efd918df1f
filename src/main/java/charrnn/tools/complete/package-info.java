/**
 * Completion of code at a cursor, as in an editor. {@link charrnn.tools.complete.Completer} generates a few
 * candidates and returns the one with the highest score. {@link charrnn.tools.complete.PrefixState} keeps what network and cache know of
 * the text before the cursor, so that only new characters are read.
 */
@NullMarked
package charrnn.tools.complete;

import org.jspecify.annotations.NullMarked;
