/**
 * The activations of a network's units on a text, as in Karpathy, Johnson and Li, "Visualizing and Understanding Recurrent
 * Networks", 2015, arXiv 1506.02078, section 4.1. {@code cells.js} colours the text by a unit, and finds the units that follow
 * properties of the text by the statistic of {@code properties.js}.
 *
 * <p>Trap: a state describes the text after a character, and so must a property: after an opening quote the text is in a
 * string, after the closing quote it is not.
 */
@NullMarked
package charrnn.tools.cells;

import org.jspecify.annotations.NullMarked;
