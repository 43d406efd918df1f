/**
 * Measures which units of a network follow properties of the text, as in Karpathy, Johnson and Li, "Visualizing and
 * Understanding Recurrent Networks", 2015, arXiv 1506.02078, section 4.1.
 *
 * <p>A {@link charrnn.tools.cells.Recording} holds the output h and the cell state c of every unit after each character of a
 * text. {@link charrnn.tools.cells.Feature}s of the same text are properties such as "in a string" or the number of open
 * braces. {@link charrnn.tools.cells.Probe} finds the signals that follow each feature: it chooses them on one half of the
 * text, measures them on the other, and also reports the level of chance. {@link charrnn.tools.cells.CellPage} shows
 * the result as a page.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A feature describes the text after a character, as the state does: after an opening quote the text is in a string,
 *       after the closing quote it is not.
 *   <li>Features and states change slowly, so neighbouring characters are not independent, and a significance test that
 *       assumes independence finds every unit significant. Chance is therefore measured with shifted features.
 *   <li>A unit that follows a feature may follow another one that is correlated with it, as indentation is with brace depth;
 *       several units together may represent a feature that no single unit follows.
 * </ul>
 */
@NullMarked
package charrnn.tools.cells;

import org.jspecify.annotations.NullMarked;
