/**
 * The training loop.
 *
 * <p>{@link charrnn.train.Trainer} advances a {@link charrnn.model.checkpoint.Progress}, an immutable record that each
 * checkpoint contains, so that a resumed run and a rollback continue in the same way.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Deeplearning4j's score of a segment is the sum over time of nats, averaged over the batch: bits per character
 *       are score / (time · ln 2).
 *   <li>A loss that is not finite is detected after the update has spoilt the weights; such a network is never saved.
 * </ul>
 */
@NullMarked
package charrnn.train;

import org.jspecify.annotations.NullMarked;
