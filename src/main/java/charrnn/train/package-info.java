/**
 * The training loop: fits segments, and at intervals reports, validates, samples and saves.
 *
 * <p>{@link charrnn.train.Trainer} holds the loop. It advances a {@link charrnn.model.checkpoint.Progress}, an
 * immutable record that each checkpoint contains, so that a resumed run and a rollback continue in the same way. A {@link
 * charrnn.train.Learner} makes the updates. {@code Reporting} writes {@code history.jsonl}, which {@link
 * charrnn.train.History} reads, and calls the {@link charrnn.train.RunListener}s. {@code RunCheckpoints} saves checkpoints
 * and restores the last good one if the {@code DivergenceDetector} detects a divergence.
 *
 * <p>A {@link charrnn.train.ResumePlan} says how a run continues in its {@link charrnn.train.RunFolder}, and puts the folder in
 * order. A {@link charrnn.train.Session} is the part of a run that one process trains.
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
