/**
 * Whether a run's folder is sound: {@link charrnn.tools.check.RunCheck} reads all of it, changes nothing, and gives a
 * {@link charrnn.tools.check.CheckReport}.
 *
 * <p>A problem is what no kill, crash or full disk may ever leave: a file under its final name that is not whole, a
 * history that lacks lines which a checkpoint counts, a network whose predictions are not probabilities, counts that
 * contradict each other. A note is what they do leave and the next start puts right: a
 * temporary file, lines that are newer than the checkpoint, a last line that is cut off.
 */
@NullMarked
package charrnn.tools.check;

import org.jspecify.annotations.NullMarked;
