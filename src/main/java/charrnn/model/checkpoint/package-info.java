/**
 * Checkpoints: one file that holds the network and the state of a run. It is the zip that Deeplearning4j's {@code
 * ModelSerializer} writes, with more entries under {@code charrnn/}, which Deeplearning4j ignores (docs/reference/files.md).
 * Entry times are fixed, so the same checkpoint gives the same bytes.
 *
 * <h2>Why reading an untrusted checkpoint is safe</h2>
 *
 * <p>{@code MultiLayerNetwork.load} is not safe. It deserializes Java objects from {@code preprocessor.bin}
 * (deeplearning4j #10428), it loads and runs the initializer of any class that {@code configuration.json} names, and it
 * allocates as much as an array's header says. So the file is never passed to Deeplearning4j. {@link
 * charrnn.model.checkpoint.CheckpointReader} accepts only the entries of a checkpoint, each with a maximum size. It does not read
 * {@code configuration.json}, but builds the network from {@code charrnn/config.yaml} as for a new training. The arrays must have
 * the sizes of that network. docs/how-it-works/security.md lists all checks. As a second protection, {@code
 * charrnn.cli.Main} turns Java deserialization off in the whole process.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 * <li>The step is Deeplearning4j's iteration count, on which Adam's correction depends: each update must count once.
 * <li>Several names, such as {@code last.zip} and {@code best.zip}, may be links to one file ({@link
 * charrnn.files.AtomicFile#link}). A checkpoint must be replaced, never changed in place.
 * </ul>
 */
@NullMarked
package charrnn.model.checkpoint;

import org.jspecify.annotations.NullMarked;
