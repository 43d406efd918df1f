/**
 * Checks whether a run's folder is sound. {@link charrnn.tools.check.RunCheck} reads all of it, changes nothing, and returns a
 * {@link charrnn.tools.check.CheckReport}.
 *
 * <p>A problem is a state that no kill, crash or full disk may leave: a file under its final name that is not whole, a history
 * that lacks lines which a checkpoint counts, a network whose predictions are not probabilities, counts that contradict each
 * other. A note is a state that they do leave and that the next start repairs: a temporary file, lines newer than the
 * checkpoint, a last line that is cut off.
 */
@NullMarked
package charrnn.tools.check;

import org.jspecify.annotations.NullMarked;
