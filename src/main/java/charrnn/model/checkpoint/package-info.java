/**
 * Checkpoints: one file that keeps all of a run, plain enough for any Deeplearning4j program and checked hard enough to
 * be taken from a stranger.
 *
 * <h2>The file</h2>
 *
 * <p>A checkpoint is the zip that Deeplearning4j's {@code ModelSerializer} writes, so {@code MultiLayerNetwork.load}
 * restores it, with more entries under {@code charrnn/}, which Deeplearning4j passes over:
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><td>{@code configuration.json}</td><td>layers, update rule, counters</td></tr>
 * <tr><td>{@code coefficients.bin}</td><td>all parameters, one vector of floats</td></tr>
 * <tr><td>{@code updaterState.bin}</td><td>moments of Adam or RmsProp, one vector; absent with plain SGD</td></tr>
 * <tr><td>{@code charrnn/vocabulary.json}</td><td>{@link charrnn.model.checkpoint.VocabularyJson the symbols}</td></tr>
 * <tr><td>{@code charrnn/config.yaml}</td><td>the run's effective configuration</td></tr>
 * <tr><td>{@code charrnn/progress.json}</td><td>{@link charrnn.model.checkpoint.Progress how far the run is}</td></tr>
 * <tr><td>{@code charrnn/state.bin}</td><td>{@link charrnn.model.checkpoint.RecurrentStateCodec what the layers
 * remember}; absent where that is nothing</td></tr>
 * </table>
 *
 * <p>Entries are "deflated" at level 0, that is, copied: floats would shrink by 7 %, and a save would
 * take five times as long. {@code export} does deflate them. Entry
 * times are fixed; the same checkpoint gives the same bytes. {@link charrnn.files.AtomicFile} writes the
 * file in one pass, and it appears whole or not at all.
 *
 * <h2>Why reading one is safe</h2>
 *
 * <p>{@code MultiLayerNetwork.load} is not safe. It deserializes Java objects from {@code preprocessor.bin}
 * (deeplearning4j #10428), it loads and runs the initializer of any class that {@code configuration.json} names, and it
 * allocates whatever an array's header asks for. So here Deeplearning4j never sees the file. It is read once into
 * memory, and {@link charrnn.model.checkpoint.CheckpointGate} lets pass only:
 *
 * <ol>
 * <li>a zip in which every byte is accounted for and no two readers can differ
 * ({@link charrnn.model.checkpoint.ZipImage}), with the entries above and no others, of bounded size, unpacked no
 * further than the network asks for;
 * <li>JSON that names no key twice, is shallow and short, and a configuration in which each value is one that charrnn
 * writes ({@link charrnn.model.checkpoint.ConfigurationRules}), so that no class and none of Deeplearning4j's
 * legacy formats finds a place ({@link charrnn.model.checkpoint.TypeNames} looks for classes once more, knowing
 * nothing of places);
 * <li>a vocabulary without characters that control a terminal, arrays and a state of just the sizes that this
 * configuration has, of finite numbers, the means of squared gradients not negative
 * ({@link charrnn.model.checkpoint.NetworkShape}, {@link charrnn.model.checkpoint.ArrayEntry}).
 * </ol>
 *
 * <p>Then {@link charrnn.model.checkpoint.CheckpointReader} hands Deeplearning4j the configuration, written anew from the
 * checked tree rather than as found, and the arrays as Java arrays. What fails is a
 * {@link charrnn.config.UserError} of one line. {@link charrnn.model.checkpoint.SerializationFilter} is the second
 * lock: it turns Java deserialization off in the whole process, but for two keys of the training UI's statistics.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 * <li>The rules describe the networks of charrnn's builder under Deeplearning4j 1.0.0-M2.1. A new layer, update rule,
 * initialization or version must be added to them; until then {@code write} refuses such a network, so no run finds
 * out only when it resumes.
 * <li>{@code net.setLearningRate} changes what {@code configuration.json} says. A schedule object would be one more
 * class in it; charrnn's schedules are in the training loop instead.
 * <li>{@code distribution} names its class under {@code type}, everything else under {@code @class}.
 * <li>{@code toJson} of a network before {@code init} lacks the layers' {@code variables} and is refused.
 * <li>A network restored here has Deeplearning4j's own LSTM layers; charrnn's must be put in again, as after any
 * restore.
 * <li>Several names, {@code last.zip} and {@code best.zip} say, may be one file ({@link
 * charrnn.files.AtomicFile#link}). A checkpoint is only ever replaced, never written into.
 * <li>Zip times are local times: {@code ZipEntry.setTime} would give other bytes in another time zone.
 * </ul>
 */
@NullMarked
package charrnn.model.checkpoint;

import org.jspecify.annotations.NullMarked;
