/**
 * Bits per character, the usual measure of a character model: the mean number of bits per character of an optimal code
 * that uses the model's predictions. Each stream begins with the zero state, so its first characters cost more bits.
 */
@NullMarked
package charrnn.evaluate;

import org.jspecify.annotations.NullMarked;
