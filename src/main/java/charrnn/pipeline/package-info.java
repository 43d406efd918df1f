/**
 * From encoded text to what a network is fitted to: one-hot features and labels, [batch, vocabulary, time], through
 * DataVec.
 *
 * <p>The training text is one long strip. {@link charrnn.pipeline.StreamPlan} cuts it into {@code batchSize} streams of
 * equal length, and every stream into segments of {@code sequenceLength} characters; segment {@code k + 1} of stream
 * {@code i} continues segment {@code k} of stream {@code i}, which is what lets the network carry its state. {@link
 * charrnn.pipeline.CharSequenceReader} shows these segments to DataVec as sequence records of [current, next] indices,
 * and {@link charrnn.pipeline.SegmentIterator} lets DataVec make the one-hot arrays.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A DataVec record costs objects: the reader hands out views over the text with one cached {@code Writable} a
 *       symbol, not a list a character.
 *   <li>The order of sequences within a batch is the order in which the reader yields them; nothing may shuffle it.
 * </ul>
 */
@NullMarked
package charrnn.pipeline;

import org.jspecify.annotations.NullMarked;
