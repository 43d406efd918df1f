/**
 * Statistics of a corpus: {@link charrnn.tools.statistics.CorpusStatistics} counts symbols and measures
 * entropies. It reads only a sample of the text, so that the text need not fit into memory.
 *
 * <p>Trap: the entropy of n-grams is measured on a sample and increasingly underestimated as n grows, because most long
 * n-grams occur only once.
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
