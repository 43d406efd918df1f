package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import java.util.Optional;

/**
 * A checkpoint that has passed {@link CheckpointGate}; its arrays are still packed, but of the right size.
 *
 * @param configuration the network's configuration as JSON, written anew from the tree that was checked
 * @param shape sizes of the network
 * @param coefficients the parameters
 * @param updaterState the update rule's state, where the checkpoint has one
 * @param vocabulary the symbols
 * @param configYaml the run's configuration, unparsed
 * @param progress how far the run has come
 * @param state the recurrent state
 */
record CheckedCheckpoint(
        String configuration,
        NetworkShape shape,
        ZipSlice coefficients,
        Optional<ZipSlice> updaterState,
        Vocabulary vocabulary,
        String configYaml,
        Progress progress,
        RecurrentState state) {}
