/**
 * Models that go on learning from the text they predict: {@link charrnn.tools.adapt.AdaptiveBits} measures dynamic evaluation
 * of a network, an n-gram cache, and the mixture of both.
 *
 * <p>A network of a few million weights cannot keep every name and phrase of a text; a table can. {@link
 * charrnn.tools.adapt.ContextMixer} is such a table. It predicts each character before it reads it, as the PAQ compressors do
 * (Mahoney 2005, "Adaptive weighing of context models for lossless data compression"):
 *
 * <ol>
 *   <li>A symbol is coded as bits, each of which halves the symbols that remain: {@link
 *       charrnn.tools.adapt.BinaryDecision}.
 *   <li>{@link charrnn.tools.adapt.Contexts} are the last 1, 2, 3 … characters. {@link charrnn.tools.adapt.Counters} keep, for
 *       each context and bit, how often the bit was 1. {@link charrnn.tools.adapt.CountInputs} turns a count into a
 *       probability, by what such counts were followed by before.
 *   <li>{@link charrnn.tools.adapt.MatchModel} predicts the character that followed the last occurrence of the same
 *       characters.
 *   <li>The network's distribution, summed over the two halves, is one more input.
 *   <li>{@link charrnn.tools.adapt.Mixer} adds up these inputs, as log odds with weights that it learns from each bit.
 * </ol>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>No part may learn a bit before all have predicted it.
 *   <li>Counters are found by hash alone. Two contexts may share one: that costs bits, but a decoder would make the same
 *       predictions.
 *   <li>The table of counters holds 64 million at most, 256 MB, however long the text is.
 * </ul>
 */
@NullMarked
package charrnn.tools.adapt;

import org.jspecify.annotations.NullMarked;
