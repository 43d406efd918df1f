/**
 * Completion of code at a cursor, as in an editor. {@link charrnn.tools.complete.Completer} writes a few candidates and
 * returns the best. {@link charrnn.tools.complete.ReadText} reads the text before the cursor with a network and an n-gram
 * cache, and reads only what is new if most of it was read before.
 */
@NullMarked
package charrnn.tools.complete;

import org.jspecify.annotations.NullMarked;
