/**
 * Turns encoded text into the network's one-hot features, [batch, inputs, time], and labels, [batch, vocabulary, time], through
 * DataVec.
 *
 * <p>{@link charrnn.pipeline.StreamPlan} cuts the training text into {@code batchSize} streams of
 * equal length, and every stream into segments of {@code sequenceLength} characters; segment {@code k + 1} of stream
 * {@code i} continues segment {@code k} of stream {@code i}, so that the network can carry its state. {@link
 * charrnn.pipeline.EpochSegments} are these segments as a network reads them, each character with its matches. {@link
 * charrnn.pipeline.CharSequenceReader} passes them to DataVec as sequence records of [ones of the input, next character], and
 * {@link charrnn.pipeline.BatchIterator} builds the arrays of DataVec's batches, those of the next one on another thread.
 */
@NullMarked
package charrnn.pipeline;

import org.jspecify.annotations.NullMarked;
