/**
 * Checks whether a run's folder is sound. {@link charrnn.tools.check.RunCheck} reads all of it, changes nothing, and returns a
 * {@link charrnn.tools.check.CheckReport}.
 *
 * <p>A problem is a state that a kill, a crash or a full disk must never cause: an incomplete file under its final name, a
 * history without lines that a checkpoint counts, a network whose predictions are not probabilities, or counts that contradict
 * each other. A note is a state that they may cause and that the next start repairs: a temporary file, lines newer than the
 * checkpoint, or an incomplete last line.
 */
@NullMarked
package charrnn.tools.check;

import org.jspecify.annotations.NullMarked;
