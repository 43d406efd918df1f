/**
 * Checkpoints: one file that holds the network and the state of a run. Any Deeplearning4j program can load it, and charrnn
 * reads it safely even if it is untrusted.
 *
 * <h2>The file</h2>
 *
 * <p>A checkpoint is the zip that Deeplearning4j's {@code ModelSerializer} writes, so {@code MultiLayerNetwork.load}
 * restores it, with more entries under {@code charrnn/}, which Deeplearning4j ignores:
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><td>{@code configuration.json}</td><td>layers, update rule, counters</td></tr>
 * <tr><td>{@code coefficients.bin}</td><td>all parameters, one vector of floats</td></tr>
 * <tr><td>{@code updaterState.bin}</td><td>moments of Adam or RmsProp, one vector; absent with plain SGD</td></tr>
 * <tr><td>{@code charrnn/vocabulary.json}</td><td>{@link charrnn.model.checkpoint.VocabularyJson the symbols}</td></tr>
 * <tr><td>{@code charrnn/config.yaml}</td><td>the run's effective configuration</td></tr>
 * <tr><td>{@code charrnn/progress.json}</td><td>{@link charrnn.model.checkpoint.Progress the progress of the run}</td></tr>
 * <tr><td>{@code charrnn/state.bin}</td><td>{@link charrnn.model.checkpoint.RecurrentStateCodec the state of the
 * layers}; absent if there is none</td></tr>
 * </table>
 *
 * <p>Entries are not compressed (deflate level 0); those of {@code export} are. Entry times are fixed, so the same
 * checkpoint gives the same bytes. {@link charrnn.files.AtomicFile} writes the file, which appears whole or not at all.
 *
 * <h2>Why reading an untrusted checkpoint is safe</h2>
 *
 * <p>{@code MultiLayerNetwork.load} is not safe. It deserializes Java objects from {@code preprocessor.bin}
 * (deeplearning4j #10428), it loads and runs the initializer of any class that {@code configuration.json} names, and it
 * allocates as much as an array's header says. So the file is never passed to Deeplearning4j. It is read once into
 * memory, and {@link charrnn.model.checkpoint.CheckpointReader} accepts only:
 *
 * <ol>
 * <li>a zip in which every byte is accounted for and no two readers can differ
 * ({@link charrnn.model.checkpoint.ZipImage}), with the entries above and no others, of bounded size, unpacked no
 * further than the network needs;
 * <li>JSON that names no key twice, is shallow and short;
 * <li>a configuration from which only numbers are read. The network is rebuilt from them, and the file must equal what
 * Deeplearning4j writes for that network ({@link charrnn.model.checkpoint.ConfigurationJson}): no class that the file names
 * is looked up;
 * <li>a vocabulary without characters that control a terminal, arrays and a state of exactly the sizes that this
 * network has, of finite numbers, the means of squared gradients not negative.
 * </ol>
 *
 * <p>Anything else is a {@link charrnn.config.UserError} of one line. {@link charrnn.model.checkpoint.SerializationFilter} is
 * a second protection: it turns Java deserialization off in the whole process.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 * <li>A checkpoint is refused if its configuration is not the one that {@link charrnn.model.NetworkDesign} builds. After a
 * change of layers, update rules, initialization or Deeplearning4j, the old configurations must still be built for old
 * files. {@code write} refuses a network that could not be read again.
 * <li>{@code net.setLearningRate} changes what {@code configuration.json} says. A schedule object would be one more
 * class in it; charrnn's schedules are in the training loop instead.
 * <li>{@code toJson} of a network before {@code init} lacks the layers' {@code variables} and is refused.
 * <li>Several names, such as {@code last.zip} and {@code best.zip}, may be links to one file ({@link
 * charrnn.files.AtomicFile#link}). A checkpoint must be replaced, never changed in place.
 * </ul>
 */
@NullMarked
package charrnn.model.checkpoint;

import org.jspecify.annotations.NullMarked;
