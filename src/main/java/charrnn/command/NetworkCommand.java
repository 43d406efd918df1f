package charrnn.command;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Base of the commands that use a trained network: the option {@code --checkpoint}. */
public abstract class NetworkCommand extends CliCommand {
    @Option(
            names = "--checkpoint",
            paramLabel = "PATH",
            description =
                    "Checkpoint, a run's folder, or its name in checkpoints/, such as linux, the pretrained model. Default:"
                            + " the newest run's best, or linux.")
    private @Nullable Path checkpoint;

    /** The checkpoint's file; a default one is printed on the standard error. */
    public final Path checkpoint() {
        return checkpoint == null ? RunLocator.defaultCheckpoint(err()) : RunLocator.checkpoint(checkpoint);
    }

    /** Reads a checkpoint without what only training needs. */
    public final Checkpoint read(Path file) {
        Checkpoint read = CheckpointReader.read(file, false);
        printLibrary();
        return read;
    }
}
