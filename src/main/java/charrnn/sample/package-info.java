/**
 * Generates text with a language model.
 *
 * <h2>How it works</h2>
 *
 * A {@link charrnn.model.LanguageModel} reads one symbol of each stream and predicts the log-probabilities of the next
 * one. {@link charrnn.sample.TextGenerator} is the loop: each text has a stream, which reads the prompt and then the
 * characters that were drawn. For each character a {@link charrnn.sample.LogitsProcessor} changes the
 * log-probabilities, a symbol is drawn, and the text's listener receives it as a {@link
 * charrnn.sample.Token}, until the text has its maximum length, a stop string was generated or the processor reports
 * the text complete. Texts may be added and removed between two characters, as in a server.
 *
 * <p>Most processors of {@link charrnn.sample.LogitsProcessors} are stateless values; {@link
 * charrnn.sample.SamplingOptions} chains them. A processor that depends on the text so far, such as the repetition
 * penalty or a constraint, is created for each text and acts before the temperature and the cuts:
 *
 * <pre>{@code
 * SamplingOptions options = new SamplingOptions(1000, 0.7, 40, 0.95, 1, 1, "");
 * List<String> texts = Samples.texts(model, options, constraint, "static int ");
 * }</pre>
 *
 * {@link charrnn.sample.Samples} generates a number of samples.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>After a processor, the probabilities no longer sum to one. Use only the differences of their logarithms;
 *     negative infinity excludes a symbol.
 *   <li>The order of the processors matters. The unknown symbol is banned first; otherwise it could be one of the K
 *     likeliest. The temperature comes before top-k and top-p, as in nanoGPT, so that top-p uses the probabilities
 *     after the temperature.
 *   <li>A processor's context is read before the prompt. It influences the predictions and is not part of the text.
 *   <li>A processor must leave at least one symbol. It may leave a single one, even one with a tiny probability.
 *   <li>A character is a Unicode code point, not a Java {@code char}: append it with {@code appendCodePoint}.
 * </ul>
 */
@NullMarked
package charrnn.sample;

import org.jspecify.annotations.NullMarked;
