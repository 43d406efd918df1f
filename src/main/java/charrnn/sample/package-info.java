/**
 * From a model that says what may come next to text: filters, samplers and the generator.
 *
 * <h2>How text comes about</h2>
 *
 * A {@link charrnn.model.LanguageModel} reads one symbol and answers with the logarithms of the probabilities of all
 * symbols. {@link charrnn.sample.LogitsProcessor}s reshape these numbers, a {@link charrnn.sample.Sampler} draws one symbol, and
 * {@link charrnn.sample.TextGenerator} gives it back to the model, until the text is long enough or its stop string
 * turns up. What depends on the text so far, a constraint for instance, is a {@link charrnn.sample.LogitsProcessor}: it reshapes
 * the numbers before the filters do, is told what was drawn, and may end the text. {@link
 * charrnn.sample.BatchGenerator} does the same for many texts at once, with a {@link charrnn.model.BatchLanguageModel};
 * {@link charrnn.sample.Samples} keeps it busy, and {@link charrnn.sample.BeamSearch} looks for the likeliest text instead
 * of drawing one. But for the processors the parts are small immutable values, put together in the order in which they act:
 *
 * <pre>{@code
 * Sampler sampler = new BannedToken(Vocabulary.UNKNOWN)
 *         .then(new Temperature(0.7))
 *         .then(new TopK(40))
 *         .then(new TopP(0.95))
 *         .into(Sampler.CATEGORICAL);
 * new TextGenerator(model, sampler, new SplittableRandom(1)).generate("static int ", 1000, "", out::appendCodePoint);
 * }</pre>
 *
 * {@link charrnn.sample.SamplingOptions} makes that chain from what a person asks for on the command line. All that
 * changes from character to character lives in the model, in the random generator and in the text's processor, which its
 * {@link charrnn.sample.LogitsProcessorFactory}, a value, makes anew for each text: the same model, options and seed make the same text.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Logarithms that passed a filter no longer belong to probabilities that sum to one. Whoever reads them uses
 *       their differences only; negative infinity is a symbol that must not come.
 *   <li>The order of the filters matters. The unknown symbol goes first, or it would take a place among the K. The
 *       temperature comes before the cuts, as in nanoGPT, so that top-p counts the tempered probabilities.
 *   <li>A processor's context is read before the prime: it changes what the model expects, and is not part of the text.
 *   <li>A processor may leave a single symbol, and that one with a tiny probability. It must leave one.
 *   <li>A character is a Unicode code point, not a Java {@code char}: append it with {@code appendCodePoint}.
 * </ul>
 */
@NullMarked
package charrnn.sample;

import org.jspecify.annotations.NullMarked;
