/**
 * The training loop and what happens around it.
 *
 * <p>{@link charrnn.train.Trainer} holds the loop: fit a segment, now and then report, validate, show a sample, save.
 * What others do with it comes through {@link charrnn.train.RunListener}: the progress shown on a terminal, the history
 * file, the training UI. {@link charrnn.train.DivergenceDetector} notices a loss that explodes, a validation one that stays high, and
 * the loop goes back to its last good checkpoint. {@link charrnn.train.LearningRate} says how fast to learn, {@link
 * charrnn.train.GradientScale} turns Deeplearning4j's summed gradient into that of the mean loss and limits its norm,
 * {@link charrnn.train.RunFolder} knows what lies where on the disk. Before a run goes on, {@link charrnn.train.RunRecovery}
 * puts its folder right, {@link charrnn.train.ResumeRules} compares the counts in its last checkpoint,
 * and {@link charrnn.train.NetworkTrial} runs its network on a short text.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Deeplearning4j's score of a segment is the sum over time of nats, averaged over the batch: bits per character
 *       are score / (time · ln 2).
 *   <li>The gradient that a listener sees is summed over time <em>and</em> batch; the updater divides by the batch
 *       later.
 *   <li>A loss that is not finite is seen after the update has spoilt the weights: such a network is never saved.
 * </ul>
 */
@NullMarked
package charrnn.train;

import org.jspecify.annotations.NullMarked;
