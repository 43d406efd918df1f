/**
 * What a text predicts for its next character, which a network reads beside each character.
 *
 * <p>A {@link charrnn.match.TextHistory} reads one text and finds matches: earlier occurrences of its last characters, in the text
 * itself or in a {@link charrnn.match.MatchMemory} of other files. Training, evaluation, generation and completion use the same
 * class, so that a network finds in use what it was trained on. If the network reads them,
 * {@link charrnn.match.RecentNames} add what the words of the text suggest. {@link charrnn.match.InputEncoding} is the layout of a network's
 * inputs; {@link charrnn.match.InputReader} reads the windows of an encoded text as such inputs.
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
