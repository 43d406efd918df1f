/**
 * Statistics of a corpus: {@link charrnn.tools.statistics.CorpusStatistics} counts lines and symbols and measures
 * entropies, {@link charrnn.tools.statistics.NearDuplicates} finds files that are nearly equal. Both read the text in
 * windows or samples, so that it need not fit into memory.
 *
 * <h2>Near duplicates</h2>
 *
 * <p>A file is represented by its {@code ShingleSet}, the runs of seven tokens in it. The similarity of two files is
 * the Jaccard similarity of their sets: the number of shared shingles divided by that of all shingles (Broder 1997, "On
 * the resemblance and containment of documents"). Not all pairs are compared. Each file has a MinHash signature of 128
 * numbers, divided into 32 bands of four. Two files are candidates if they agree in a band; the share of equal numbers
 * estimates their similarity. If the estimate is high enough, their sets are compared.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The entropy of n-grams is measured on a sample and increasingly underestimated as n grows, because most long
 *       n-grams occur only once.
 *   <li>A file with fewer than seven tokens has no shingle, and is similar to no other file.
 *   <li>If more than eight files agree in a band, each is compared only with the first one.
 * </ul>
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
