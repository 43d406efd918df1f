/**
 * Networks, and what the rest of the program sees of them.
 *
 * <p>{@link charrnn.model.Networks} builds a network from the configuration or makes a restored one ready: it puts
 * charrnn's LSTM into it. {@link charrnn.model.StreamingNetwork} is Deeplearning4j's network with a state that lives on
 * from one segment of text to the next. Four interfaces hide both from those who only want to use a trained one: {@link
 * charrnn.model.LanguageModel} reads one character at a time and says what may come next, for generating text; {@link
 * charrnn.model.BatchLanguageModel} does so for many texts together; {@link charrnn.model.ActivationSource} also shows
 * what each unit does; {@link charrnn.model.StreamScorer} says how surprising given text is, many streams at once;
 * {@link charrnn.model.StreamPredictor} gives the whole distributions, and may learn as it reads, which {@link
 * charrnn.model.DynamicNetwork} does. Checkpoints are in {@link charrnn.model.checkpoint}.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A {@code RnnOutputLayer} whose data format is not set is taken as [batch, time, vocabulary] (deeplearning4j
 *       #10022): it is always set here.
 *   <li>{@code dropOut(p)} is the probability of keeping an activation.
 *   <li>{@code rnnTimeStep} keeps a state of its own, apart from that of training, so that validation between two
 *       updates disturbs nothing.
 *   <li>A network is restored with Deeplearning4j's own LSTM in it; only {@link charrnn.model.Networks#resume} makes it
 *       train right.
 * </ul>
 */
@NullMarked
package charrnn.model;

import org.jspecify.annotations.NullMarked;
