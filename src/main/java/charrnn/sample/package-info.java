/**
 * Generates text with a language model.
 *
 * <p>{@link charrnn.sample.TextGenerator} is the loop. For each character a {@link charrnn.sample.LogitsProcessor} changes the
 * model's log-probabilities and a symbol is drawn; the text's listener receives it as a {@link charrnn.sample.Token}. A
 * {@link charrnn.sample.Constraint} acts before the processors, and may reject what was drawn:
 *
 * <pre>{@code
 * SamplingOptions options = new SamplingOptions(1000, 0.7, 40, 0.95, 1, 1, "");
 * List<String> texts = Samples.texts(model, options, constraint, "static int ");
 * }</pre>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>After a processor, the probabilities no longer sum to one. Use only the differences of their logarithms;
 *     negative infinity excludes a symbol. A processor must leave at least one.
 *   <li>The order of the processors matters. The unknown symbol is banned first; otherwise it could be one of the K
 *     likeliest. The temperature comes before top-k and top-p, as in nanoGPT, so that top-p uses the probabilities
 *     after the temperature.
 *   <li>A character is a Unicode code point, not a Java {@code char}: append it with {@code appendCodePoint}.
 * </ul>
 */
@NullMarked
package charrnn.sample;

import org.jspecify.annotations.NullMarked;
