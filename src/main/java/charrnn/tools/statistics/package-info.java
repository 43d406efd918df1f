/**
 * Statistics of a corpus.
 *
 * <p>Trap: the entropy of n-grams is measured on a sample and increasingly underestimated as n grows, because most long
 * n-grams occur only once.
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
