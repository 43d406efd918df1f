/**
 * What a corpus is like, before anything is trained on it: {@link charrnn.tools.statistics.CorpusStatistics} counts, {@link
 * charrnn.tools.statistics.NearDuplicates} finds files that are nearly copies of others. Both read the text in windows,
 * so that it need not fit into memory.
 *
 * <h2>Near copies</h2>
 *
 * <p>A file is its {@code ShingleSet}, the runs of seven tokens in it, and two files resemble each other as much as they
 * share: the Jaccard similarity, shared shingles over all shingles of both (Broder 1997, "On the resemblance and containment
 * of documents"). Instead of comparing all pairs, a MinHash of 128 numbers is made of each file, so that two files
 * agree in each number about as often as they resemble each other. Files that agree in all four numbers of one of 32 bands
 * are compared, set by set.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>An n-gram's entropy is measured on a sample, and sinks below the truth as n grows: long n-grams are seen once.
 *   <li>A file with fewer than seven tokens has no shingle, and is like no other.
 *   <li>Of more than eight files that agree in a band, each is compared with the first alone.
 * </ul>
 */
@NullMarked
package charrnn.tools.statistics;

import org.jspecify.annotations.NullMarked;
