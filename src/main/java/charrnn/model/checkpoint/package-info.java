/**
 * Checkpoints: one file that holds the network and the state of a run. Any Deeplearning4j program can load it, and charrnn
 * reads it safely even if it is untrusted.
 *
 * <p>A checkpoint is the zip that Deeplearning4j's {@code ModelSerializer} writes, so {@code MultiLayerNetwork.load}
 * restores it, with more entries under {@code charrnn/}, which Deeplearning4j ignores. {@link
 * charrnn.model.checkpoint.EntryName} names the entries, and docs/reference/files.md describes them. They are not compressed
 * (deflate level 0); those of {@code export} are. Entry times are fixed, so the same checkpoint, written in the same way, gives
 * the same bytes. {@link charrnn.files.AtomicFile} writes the file, which appears whole or not at all.
 *
 * <p>{@code export}, and the save that completes a training, take Deeplearning4j's entries from {@code
 * ModelSerializer.writeModel}. The saves during a training write the same entries directly, since {@code ModelSerializer}
 * deflates: with the state of Adam, 2×768 units took 4.0 s of processor time (98 MB) instead of 0.3 s, and 2×256 units 0.73 s
 * (14 MB) instead of 0.04 s. That would be 2 % of a training by linux.yaml, which saves every 170 s, and 7 % of one by
 * lstm.yaml, which saves every 9 s.
 *
 * <h2>Why reading an untrusted checkpoint is safe</h2>
 *
 * <p>{@code MultiLayerNetwork.load} is not safe. It deserializes Java objects from {@code preprocessor.bin}
 * (deeplearning4j #10428), it loads and runs the initializer of any class that {@code configuration.json} names, and it
 * allocates as much as an array's header says. So the file is never passed to Deeplearning4j. {@link
 * charrnn.model.checkpoint.CheckpointReader} unpacks it once into memory and accepts only the entries of a checkpoint, each
 * with a maximum size ({@link charrnn.model.checkpoint.Entry}), and a configuration from which only numbers are read: the
 * network is rebuilt from them, and the file must equal what Deeplearning4j writes for that network ({@link
 * charrnn.model.checkpoint.ConfigurationJson}). docs/how-it-works/security.md lists all checks. As a
 * second protection, {@code charrnn.cli.Main} turns Java deserialization off in the whole process.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 * <li>A checkpoint is refused if its configuration is not the one that {@link charrnn.model.NetworkDesign} builds. After a
 * change of layers, optimizers, initialization or Deeplearning4j, the old configurations must still be built for old
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
