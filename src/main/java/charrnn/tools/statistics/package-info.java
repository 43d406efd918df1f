/**
 * Statistics of a corpus: {@link charrnn.tools.statistics.CorpusStatistics} counts lines and symbols and measures
 * entropies. It reads the text in windows or samples, so that it need not fit into memory.
 *
 * <p>Trap: the entropy of n-grams is measured on a sample and increasingly underestimated as n grows, because most long
 * n-grams occur only once.
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
