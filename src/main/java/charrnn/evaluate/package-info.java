/**
 * Bits per character, the usual measure of a character model: the mean number of bits per character of an optimal code
 * that uses the model's predictions.
 *
 * <p>{@link charrnn.evaluate.BitsPerCharacter} reads a text in a few long streams and carries the state from segment to
 * segment. Each stream begins with the zero state, so its first characters cost more bits.
 */
@NullMarked
package charrnn.evaluate;

import org.jspecify.annotations.NullMarked;
