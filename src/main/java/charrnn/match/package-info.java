/**
 * What a text predicts for its next character, which a network reads beside each character.
 *
 * <p>Training, evaluation, generation and completion use the same {@link charrnn.match.TextHistory}, so that a network finds
 * in use what it was trained on.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A history depends on all characters of its text. A window that does not continue the last one reads its file again from
 *       the beginning.
 *   <li>A piece of a file is a file: nothing before it is known.
 * </ul>
 */
@NullMarked
package charrnn.match;

import org.jspecify.annotations.NullMarked;
