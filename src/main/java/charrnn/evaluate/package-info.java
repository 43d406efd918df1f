/**
 * Bits per character, the measure of the field: the mean number of bits that an optimal code built on the model's predictions
 * spends on a character.
 *
 * <p>{@link charrnn.evaluate.BitsPerCharacter} reads a text in a few long streams and carries the state from segment to
 * segment. Each stream begins without a state, which costs a little at its start, so the streams are few and long.
 *
 * <p>Trap: figures of models that learn while they are measured (charrnn.tools.adapt) must not be compared with these.
 */
@NullMarked
package charrnn.evaluate;

import org.jspecify.annotations.NullMarked;
