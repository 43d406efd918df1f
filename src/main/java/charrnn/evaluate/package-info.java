/**
 * How good a model is, in figures.
 *
 * <p>{@link charrnn.evaluate.BitsPerCharacter} is the measure of the field: the mean number of bits that an optimal code
 * built on the model's predictions spends on a character. It reads a text in a few long streams and carries the state
 * from segment to segment, as a reader would; each stream begins without a state, which costs a little at its start, so
 * the streams are few and long.
 *
 * <p>{@link charrnn.tools.adapt.AdaptiveBits} is the same measure for predictions that get better by what was read before:
 * of a network that learns from each segment (dynamic evaluation), and of its mixture with a cache ({@link
 * charrnn.tools.adapt}). Such figures are not to be compared with static ones.
 *
 * <p>{@link charrnn.tools.score} judges what a network writes, {@link charrnn.tools.cells} shows what single units
 * know, and {@link charrnn.tools.report} shows a run to people.
 */
@NullMarked
package charrnn.evaluate;

import org.jspecify.annotations.NullMarked;
