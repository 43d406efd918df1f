/**
 * Models that learn from the text while they predict it: {@link charrnn.tools.adapt.AdaptiveBits} measures a network with
 * dynamic evaluation, an n-gram cache, and the mixture of both; {@link charrnn.tools.adapt.MixtureModel} generates text from
 * the mixture.
 *
 * <p>{@link charrnn.tools.adapt.ProjectIndex} keeps a cache in a file, and reads only what has changed. A long text is mostly
 * counted by {@link charrnn.tools.adapt.BulkCounter}, since counters do not depend on calibrations and weights.
 *
 * <p>The cache, {@link charrnn.tools.adapt.ContextMixer}, learns the names and phrases of a text, which a network of a few
 * million weights cannot all store. It predicts each character before it reads it, as the PAQ compressors do:
 *
 * <ol>
 *   <li>A symbol is coded as bits, each of which halves the set of possible symbols: {@link
 *       charrnn.tools.adapt.BinaryDecision}.
 *   <li>The contexts are the last 1, 2, 3 … characters and the last words, {@link charrnn.tools.adapt.SymbolHistory}. {@link
 *       charrnn.tools.adapt.Counters} estimate the probability of each bit in each context. {@link
 *       charrnn.tools.adapt.CountInputs} calibrates these estimates by how often the bit was 1 after similar ones.
 *   <li>{@link charrnn.tools.adapt.MatchModel} predicts the character that followed the last occurrence of the same
 *       characters.
 *   <li>{@link charrnn.tools.adapt.Mixer} adds these predictions as log odds, with weights that it learns from each bit.
 *   <li>A second mixer adds the log odds of the cache and those of the network, from its probabilities of the two halves. With two
 *       inputs it has few weights, which are learned from little text: a network reads far less than the cache.
 * </ol>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>All inputs must be predicted before any part learns the bit, and a character's cost must be measured before any part
 *       learns its first bit: generation needs the probabilities of all characters at once.
 *   <li>Counters are found by hash, so two contexts may share one. This costs bits but keeps the measure valid: a decoder
 *       would make the same predictions.
 *   <li>A copy of a cache shares its memory, so the cache must not read on. A copy cannot be written to a file.
 * </ul>
 */
@NullMarked
package charrnn.tools.adapt;

import org.jspecify.annotations.NullMarked;
