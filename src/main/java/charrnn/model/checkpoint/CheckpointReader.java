package charrnn.model.checkpoint;

import charrnn.config.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Reads checkpoints, a stranger's too: {@link CheckpointGate} checks them before Deeplearning4j sees them. */
public final class CheckpointReader {
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
        }
    }

    /** A private copy, read once: what was checked is what is used, whatever happens to the file meanwhile. */
    private static byte[] load(Path file) {
        if (Files.notExists(file)) {
            throw new UserError("There is no checkpoint " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw Refused.because(Files.isDirectory(file) ? "it is a folder" : "it is not a file");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            Memory.require(channel.size());
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A file that shrinks meanwhile is found out as a truncated one.
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (AccessDeniedException e) {
            throw new UserError(file + " may not be read: permission denied", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MultiLayerNetwork network(CheckedCheckpoint checked, boolean withUpdater) {
        float[] parameters = ArrayEntry.read(
                checked.coefficients(), Math.toIntExact(checked.shape().parameters()));
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(checked.configuration()));
        network.init(Nd4j.createFromArray(parameters), false);
        if (withUpdater && checked.shape().updaterState() > 0) {
            ZipSlice entry = checked.updaterState()
                    .orElseThrow(() -> Refused.with("was saved without the optimizer's state: it can be sampled and"
                            + " evaluated, but not resumed"));
            float[] state =
                    ArrayEntry.read(entry, Math.toIntExact(checked.shape().updaterState()));
            network.getUpdater().setStateViewArray(network, Nd4j.createFromArray(state), false);
        }
        return network;
    }
}
