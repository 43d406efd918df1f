/**
 * Networks, and two interfaces for their users: {@link charrnn.model.LanguageModel} for
 * generating text, {@link charrnn.model.StreamPredictor} for measuring given text.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A {@code RnnOutputLayer} whose data format is not set is taken as [batch, time, vocabulary] (deeplearning4j
 *       #10022): it is always set here.
 *   <li>The argument of {@code dropOut} is the probability of keeping an activation.
 *   <li>{@code rnnTimeStep} keeps a state of its own, apart from that of training, so that validation between two
 *       updates does not change the state of training.
 *   <li>A restored network has Deeplearning4j's own LSTM. {@link charrnn.model.Networks#resume} installs charrnn's,
 *       whose gradient is exact.
 * </ul>
 */
@NullMarked
package charrnn.model;

import org.jspecify.annotations.NullMarked;
