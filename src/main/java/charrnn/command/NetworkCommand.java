package charrnn.command;

import charrnn.message.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Base of the commands that use a trained network: the option {@code --checkpoint}. */
public abstract class NetworkCommand extends CliCommand {
    @Option(
            names = "--checkpoint",
            paramLabel = "PATH",
            description =
                    "Checkpoint, a run's folder, or its name in checkpoints/, such as linux, the pretrained model; serve and"
                            + " export --web take several. Default: the newest run's best, or linux.")
    private List<Path> checkpoints = List.of();

    /** The only checkpoint's file; a default one is printed on the standard error. */
    public final Path checkpoint() {
        if (checkpoints.size() > 1) {
            throw new UserError("--checkpoint is given " + checkpoints.size() + " times, but must be given once here");
        }
        return checkpoints().get(0);
    }

    /** The files of one checkpoint or more, in the given order. */
    public final List<Path> checkpoints() {
        if (checkpoints.isEmpty()) {
            return List.of(RunLocator.defaultCheckpoint(err()));
        }
        Set<Path> files = new LinkedHashSet<>();
        for (Path given : checkpoints) {
            Path file = RunLocator.checkpoint(given);
            if (!files.add(file)) {
                throw new UserError("--checkpoint names " + file + " twice");
            }
        }
        return List.copyOf(files);
    }

    /** Reads a checkpoint without what only training needs. */
    public final Checkpoint read(Path file) {
        Checkpoint read = CheckpointReader.read(file, false);
        printLibrary();
        return read;
    }
}
