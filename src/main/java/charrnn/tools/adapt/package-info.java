/**
 * What a text has said before, remembered word for word, and mixed with what a network expects.
 *
 * <p>A network of a few million weights cannot keep every name and phrase of a text; a table can. {@link
 * charrnn.tools.adapt.ContextMixer} reads a text character by character and predicts each one before it reads it, in
 * the manner of the PAQ compressors (Mahoney 2005, "Adaptive weighing of context models for lossless data
 * compression").
 *
 * <h2>How it works</h2>
 *
 * <ol>
 *   <li>A character is spelled by the answers to {@link charrnn.tools.adapt.BinaryDecision}s, each of which halves the
 *       symbols that are left. A model of yes and no is simpler than one of a hundred symbols, and whatever it answers,
 *       the probabilities of all symbols sum to 1.
 *   <li>{@link charrnn.tools.adapt.Contexts} are the last 1, 2, 3 … characters. For each context and question, {@link
 *       charrnn.tools.adapt.Counters} keep how often the answer was yes, and {@link
 *       charrnn.tools.adapt.Calibration} knows what such a count has been worth: that is {@link
 *       charrnn.tools.adapt.CountInputs}.
 *   <li>{@link charrnn.tools.adapt.MatchModel} finds where the last characters stood before, and foretells what came
 *       there.
 *   <li>The network's distribution, summed over the two halves, is one more opinion: {@link
 *       charrnn.tools.adapt.NetworkInput}.
 *   <li>{@link charrnn.tools.adapt.Mixer} adds up the opinions, as log odds with weights that it learns from each
 *       answer.
 * </ol>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Nothing may be learned from an answer before all have predicted it.
 *   <li>Places are known by hash alone. Two of them may share a counter: that costs bits, but a decoder would make the
 *       same predictions.
 *   <li>The table of counters holds 64 million at most, 256 MB, however long the text is.
 * </ul>
 */
@NullMarked
package charrnn.tools.adapt;

import org.jspecify.annotations.NullMarked;
