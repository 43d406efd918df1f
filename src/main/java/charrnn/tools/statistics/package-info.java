/**
 * Statistics of a corpus: {@link charrnn.tools.statistics.CorpusStatistics} counts lines and symbols and measures entropies,
 * {@link charrnn.tools.statistics.NearDuplicates} finds files that are near copies of each other. Both read the text in
 * windows or samples, so that it need not fit into memory.
 *
 * <h2>Near copies</h2>
 *
 * <p>A file is represented by its {@code ShingleSet}, the runs of seven tokens in it. The similarity of two files is the
 * Jaccard similarity of their sets: the number of shared shingles divided by that of all shingles (Broder 1997, "On the
 * resemblance and containment of documents"). Instead of comparing all pairs, a MinHash signature of 128 numbers is computed
 * for each file; the share of numbers in which two files agree estimates their similarity. Only files that agree in all four
 * numbers of one of 32 bands are compared, set by set.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The entropy of n-grams is measured on a sample, and is more and more underestimated as n grows, because most long
 *       n-grams occur only once.
 *   <li>A file with fewer than seven tokens has no shingle, and is similar to no other file.
 *   <li>If more than eight files agree in a band, each is compared only with the first one.
 * </ul>
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
