/**
 * Networks, and the interfaces through which the rest of the program uses them.
 *
 * <p>{@link charrnn.model.NetworkDesign} holds the numbers that define a network. {@link charrnn.model.Networks} builds a
 * network from a configuration or copies a restored one, and installs charrnn's LSTM in it. {@link
 * charrnn.model.StreamingNetwork} is Deeplearning4j's network with a state that is carried from one segment of text to the
 * next. Two interfaces hide these classes:
 *
 * <ul>
 *   <li>{@link charrnn.model.LanguageModel} predicts the next character of one text or many, for generating text, and shows the
 *       units of the layers;
 *   <li>{@link charrnn.model.StreamPredictor} predicts given text segment by segment, for measuring.
 * </ul>
 *
 * <p>Checkpoints are in {@code charrnn.model.checkpoint}.
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
