package charrnn.model.checkpoint;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Reads checkpoints, a stranger's too: {@link CheckpointGate} checks them before Deeplearning4j sees them. */
public final class CheckpointReader {
    /** Whether the update rule's state is in a checkpoint. */
    public enum UpdaterState {
        PRESENT,
        ABSENT,
        /** Plain SGD keeps none. */
        NOT_NEEDED
    }

    /** A clipped gradient's squares stay far below it, and the update rules compute with it without an overflow. */
    private static final float LARGEST_MEAN_OF_SQUARES = 1e30f;

    private CheckpointReader() {}

    /**
     * Reads a checkpoint. The network is Deeplearning4j's own; charrnn's LSTM must be put into it again.
     *
     * @param withUpdater whether to restore the update rule's state, which resuming needs and sampling does not
     * @throws UserError if the file is missing or unreadable, or is not a checkpoint that charrnn wrote
     */
    public static Checkpoint read(Path file, boolean withUpdater) {
        try {
            CheckedCheckpoint checked = CheckpointGate.check(load(file));
            return new Checkpoint(
                    network(checked, withUpdater),
                    checked.vocabulary(),
                    checked.configYaml(),
                    checked.progress(),
                    checked.state());
        } catch (Refused e) {
            throw new UserError(file + " " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, e);
        }
    }

    /** Sizes were checked, but only the allocation tells what else is in memory. */
    private static UserError tooLarge(Path file, OutOfMemoryError e) {
        return new UserError(file + " needs more memory than this Java may use (see java -Xmx)", e);
    }

    /**
     * Whether a checkpoint has the update rule's state, without which a run cannot be resumed.
     *
     * @throws UserError as {@link #read}
     */
    public static UpdaterState updaterState(Path file) {
        try {
            CheckedCheckpoint checked = CheckpointGate.check(load(file));
            if (checked.shape().updaterState() == 0) {
                return UpdaterState.NOT_NEEDED;
            }
            if (checked.updaterState().isEmpty()) {
                return UpdaterState.ABSENT;
            }
            updaterState(checked.updaterState().get(), checked.shape());
            return UpdaterState.PRESENT;
        } catch (Refused e) {
            throw new UserError(file + " " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, e);
        }
    }

    /**
     * What a checkpoint tells of itself. It is checked as {@link #read} does, but for the numbers in its arrays; no network
     * is built, so that no native library is needed.
     *
     * @throws UserError as {@link #read}
     */
    public static CheckpointSummary summary(Path file) {
        try {
            CheckedCheckpoint checked = CheckpointGate.check(load(file));
            return new CheckpointSummary(
                    checked.vocabulary().size(),
                    checked.shape().hidden(),
                    checked.shape().parameters(),
                    checked.shape().updaterState() == 0
                            || checked.updaterState().isPresent(),
                    checked.configYaml(),
                    checked.progress());
        } catch (Refused e) {
            throw new UserError(file + " " + e.getMessage(), e);
        }
    }

    /** A private copy, read once: what was checked is what is used, whatever happens to the file meanwhile. */
    private static byte[] load(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw Refused.because(attributes.isDirectory() ? "it is a folder" : "it is not a file");
            }
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                return bytes(channel);
            }
        } catch (NoSuchFileException e) {
            throw new UserError("There is no checkpoint " + file, e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static byte[] bytes(SeekableByteChannel channel) throws IOException {
        Memory.require(channel.size());
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // A file that shrinks meanwhile is found out as a truncated one.
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    private static MultiLayerNetwork network(CheckedCheckpoint checked, boolean withUpdater) {
        float[] parameters = ArrayEntry.read(
                checked.coefficients(), Math.toIntExact(checked.shape().parameters()));
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(checked));
        network.init(Nd4j.createFromArray(parameters), false);
        if (withUpdater && checked.shape().updaterState() > 0) {
            ZipSlice entry = checked.updaterState()
                    .orElseThrow(() -> Refused.with("was saved without the optimizer's state, so its run cannot be"
                            + " resumed: sample and evaluate take it, and train --init-from begins a new run with its"
                            + " weights"));
            float[] state = updaterState(entry, checked.shape());
            network.getUpdater().setStateViewArray(network, Nd4j.createFromArray(state), false);
        }
        return network;
    }

    /**
     * Reads the running means of the update rule: those of the gradients (Adam alone), then those of their squares, one
     * for each parameter. All layers have one rule, so they are one block of Deeplearning4j's.
     *
     * @throws Refused if a mean of squares is negative, whose square root is not a number, or too large to compute with
     */
    private static float[] updaterState(ZipSlice entry, NetworkShape shape) {
        float[] state = ArrayEntry.read(entry, Math.toIntExact(shape.updaterState()));
        for (int i = Math.toIntExact(state.length - shape.parameters()); i < state.length; i++) {
            if (!(state[i] >= 0 && state[i] <= LARGEST_MEAN_OF_SQUARES)) {
                throw Refused.because("its " + entry.name() + " has " + state[i]
                        + " for the mean of a gradient's squares, which "
                        + (state[i] < 0 ? "cannot be negative" : "must be at most " + LARGEST_MEAN_OF_SQUARES));
            }
        }
        return state;
    }

    /** The rules know of each value what it may be, but not all that constructors ask of two values together. */
    private static MultiLayerConfiguration configuration(CheckedCheckpoint checked) {
        try {
            return MultiLayerConfiguration.fromJson(checked.configuration());
        } catch (RuntimeException e) {
            throw Refused.because("Deeplearning4j does not take the values in its " + Part.CONFIGURATION.entry());
        }
    }
}
