package charrnn.model.checkpoint;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Reads checkpoints, which may be untrusted: {@link CheckedCheckpoint} checks them. */
public final class CheckpointReader {
    /** Whether the update rule's state, without which a run cannot be resumed, is in a checkpoint. */
    public enum UpdaterState {
        PRESENT,
        ABSENT,
        /** The update rule is plain SGD, which has none. */
        NOT_NEEDED
    }

    /**
     * The content of a checkpoint, without its weights.
     *
     * @param vocabulary symbols read and predicted, the unknown one included
     * @param hidden hidden size of each LSTM layer, [layers]
     * @param parameters number of parameters
     * @param updaterState whether the update rule's state is in it
     * @param configYaml the run's configuration, unparsed
     * @param progress the progress of the run
     */
    public record Summary(
            int vocabulary,
            List<Integer> hidden,
            long parameters,
            UpdaterState updaterState,
            String configYaml,
            Progress progress) {

        /** Whether the run can be resumed from it. */
        public boolean resumable() {
            return updaterState != UpdaterState.ABSENT;
        }
    }

    private CheckpointReader() {}

    /**
     * Reads a checkpoint. The network has Deeplearning4j's own LSTM layers; charrnn's must be installed again.
     *
     * @param withUpdater whether to restore the update rule's state, which resuming needs and sampling does not
     * @throws UserError if the file is missing or unreadable, or is not a checkpoint that charrnn wrote
     */
    public static Checkpoint read(Path file, boolean withUpdater) {
        return checked(
                file,
                checkpoint -> new Checkpoint(
                        network(checkpoint, withUpdater),
                        checkpoint.vocabulary,
                        checkpoint.configYaml,
                        checkpoint.progress,
                        checkpoint.state));
    }

    /**
     * Describes a checkpoint. No network is built and no native library needed; the numbers in the arrays, and what the
     * configuration says beyond sizes and rates, are not checked.
     *
     * @throws UserError as {@link #read}
     */
    public static Summary summary(Path file) {
        return checked(
                file,
                checkpoint -> new Summary(
                        checkpoint.vocabulary.size(),
                        checkpoint.design.hidden(),
                        checkpoint.design.parameterCount(),
                        updaterStateOf(checkpoint),
                        checkpoint.configYaml,
                        checkpoint.progress));
    }

    private static UpdaterState updaterStateOf(CheckedCheckpoint checkpoint) {
        if (checkpoint.design.updaterStateSize() == 0) {
            return UpdaterState.NOT_NEEDED;
        }
        return checkpoint.hasUpdaterState() ? UpdaterState.PRESENT : UpdaterState.ABSENT;
    }

    private static <T> T checked(Path file, Function<CheckedCheckpoint, T> use) {
        try {
            return use.apply(new CheckedCheckpoint(load(file)));
        } catch (Refused e) {
            throw new UserError(file + " " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            // The size was checked, but the rest of the heap may be full.
            throw new UserError(file + " needs more memory than this Java may use (see java -Xmx)", e);
        }
    }

    /** Reads the file once, so that the bytes that are checked are the bytes that are used. */
    private static byte[] load(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw Refused.because(attributes.isDirectory() ? "it is a folder" : "it is not a file");
            }
            CheckedCheckpoint.requireMemory(attributes.size());
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserError("There is no checkpoint " + file, e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static MultiLayerNetwork network(CheckedCheckpoint checkpoint, boolean withUpdater) {
        float[] parameters = checkpoint.parameters();
        MultiLayerNetwork network = new MultiLayerNetwork(checkpoint.configuration());
        network.init(Nd4j.createFromArray(parameters), false);
        if (withUpdater && checkpoint.design.updaterStateSize() > 0) {
            if (!checkpoint.hasUpdaterState()) {
                throw Refused.with("was saved without the optimizer's state, so its run cannot be resumed: sample and"
                        + " evaluate take it, and train --init-from begins a new run with its weights");
            }
            network.getUpdater().setStateViewArray(network, Nd4j.createFromArray(checkpoint.updaterState()), false);
        }
        return network;
    }
}
