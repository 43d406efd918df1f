/**
 * Turns encoded text into the network's features, [batch, inputs, time], and one-hot labels, [batch, vocabulary, time],
 * through DataVec.
 *
 * <p>{@link charrnn.pipeline.StreamPlan} cuts the training text into {@code batchSize} streams of equal length, and every
 * stream into segments; segment {@code k + 1} of a stream continues segment {@code k}, so that the network can carry its
 * state. {@link charrnn.pipeline.CharSequenceReader} passes the segments to DataVec as sequence records.
 */
@NullMarked
package charrnn.pipeline;

import org.jspecify.annotations.NullMarked;
