/**
 * What single units of a network know about the text: the picture of Karpathy, Johnson and Li, "Visualizing and
 * Understanding Recurrent Networks", 2015, arXiv 1506.02078, section 4.1.
 *
 * <p>A network reads a text, and every unit's output h and cell state c after each character are kept: a {@link
 * charrnn.tools.cells.Recording}. Of the same text there are {@link charrnn.tools.cells.Feature}s, such as being
 * inside a string or how many brackets are open. {@link charrnn.tools.cells.Probe} says which {@link
 * charrnn.tools.cells.Signal}s follow which feature: chosen by one half of the text, reported by the other, and beside
 * what chance gives. {@link charrnn.tools.cells.CellPage} shows all of it.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A feature is what is so after a character, as the state is: after an opening quote one is inside the string, after
 *       the closing one no longer.
 *   <li>A feature is a thing of long stretches, and so is a state: neighbouring characters are not independent, and
 *       significance tests that take them to be so find everything significant. Chance is therefore measured with
 *       features moved along the text.
 *   <li>A unit that follows a feature may follow something else that goes with it, as indentation goes with the depth of
 *       braces; and what no single unit follows, many may know together.
 * </ul>
 */
@NullMarked
package charrnn.tools.cells;

import org.jspecify.annotations.NullMarked;
