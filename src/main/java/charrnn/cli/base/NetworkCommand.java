package charrnn.cli.base;

import charrnn.message.UserError;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Base of the commands that use a trained network: the option {@code --checkpoint}. */
public abstract class NetworkCommand extends CliCommand {
    @Option(
            names = "--checkpoint",
            paramLabel = "PATH",
            description =
                    "Checkpoint, a run's folder, or its name in checkpoints/, such as linux, the Linux model, or c, the C"
                            + " model; serve and export --web take several. Default: the newest run's best, or linux.")
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
        Set<Path> different = new HashSet<>();
        List<Path> files = checkpoints.stream().map(RunLocator::checkpoint).toList();
        for (Path file : files) {
            if (!different.add(file.toAbsolutePath().normalize())) {
                throw new UserError("--checkpoint names " + file + " twice");
            }
        }
        return files;
    }

    /** Reads a checkpoint without what only training needs. */
    public final LoadedCheckpoint read(Path file) {
        LoadedCheckpoint read = LoadedCheckpoint.read(file);
        printLibrary();
        return read;
    }
}
