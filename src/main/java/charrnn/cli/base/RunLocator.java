package charrnn.cli.base;

import static charrnn.cli.base.CliCommand.text;

import charrnn.message.UserError;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Finds the runs and checkpoints that a command line names, and the default ones. */
public final class RunLocator {
    /** The order in which a default is chosen: runs, the newest first, then the networks that ship, linux before c. */
    private static final Comparator<Path> DEFAULT_FIRST =
            Comparator.comparing(RunLocator::lastSaved).reversed().thenComparing(Comparator.reverseOrder());

    private RunLocator() {}

    /**
     * Resolves the checkpoint or the folder of a run that a user named: a path here or beside the jar, or the name of a run in a
     * folder {@code checkpoints} there.
     */
    private static Path named(Path given, FileFinder finder) {
        return Stream.of(given, Path.of("checkpoints").resolve(given))
                .map(path -> Path.of(finder.resolve(path.toString())))
                .filter(path -> Files.isRegularFile(path)
                        || new RunFolder(path).checkpoints().findAny().isPresent())
                .findFirst()
                .orElseGet(() -> Path.of(finder.resolve(given.toString())));
    }

    /** The checkpoint that a user named: a file, or the best checkpoint of a run's folder. */
    public static Path checkpoint(Path given) {
        return checkpoint(given, new FileFinder());
    }

    static Path checkpoint(Path given, FileFinder finder) {
        Path named = named(given, finder);
        Path best = new RunFolder(named).best();
        Path last = new RunFolder(named).last();
        if (!Files.exists(named)) {
            throw new UserError(
                    "there is no checkpoint " + named + ": 'charrnn runs' lists the runs and their networks");
        } else if (!Files.isDirectory(named)) {
            return named;
        } else if (Files.isRegularFile(best)) {
            return best;
        } else if (Files.isRegularFile(last)) {
            throw new UserError(named + " has no best.zip, since it has had no validation yet: name " + last
                    + ", or train on with --resume");
        }
        String advice = newest(named)
                .map(file -> "; it holds runs: name one of them, such as " + file.getParent())
                .orElse(": name a checkpoint, or the folder of a run; 'charrnn runs' lists them");
        throw new UserError(named + " is a folder without a best.zip" + advice);
    }

    /** The name of a run's folder, which may be given as a relative path. */
    public static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "charrnn" : name.toString();
    }

    /** The name of the run in whose folder a checkpoint is. */
    public static String runName(Path checkpoint) {
        return name(RunFolder.around(checkpoint).path());
    }

    /** The folders {@code checkpoints} in the current folder and beside the jar, as far as they exist. */
    public static List<Path> checkpointsFolders() {
        return new FileFinder()
                .folders("checkpoints").stream().filter(Files::isDirectory).toList();
    }

    /**
     * Finds the default checkpoint, the best of the newest run or else the Linux model, and prints its file, step and
     * validation loss.
     */
    public static Path defaultCheckpoint(PrintWriter err) {
        Path file = checkpointsFolders().stream()
                .flatMap(folder -> newest(folder).stream())
                .findFirst()
                .orElseThrow(() -> new UserError("there is no trained network in "
                        + Path.of("checkpoints").toAbsolutePath()
                        + ": train one (charrnn --config quick.yaml takes two minutes), or name one"
                        + " with --checkpoint"));
        try {
            Progress progress = CheckpointReader.summary(file).progress();
            OptionalDouble loss = progress.losses().lastValidationBpc();
            String validation =
                    loss.isPresent() ? text("validation %.3f bits per character", loss.getAsDouble()) : "not validated";
            err.println(text("network: %s, step %,d, %s", file, progress.step(), validation));
            return file;
        } catch (UserError e) {
            throw new UserError(e.getMessage() + "; it is the default: name another with --checkpoint", e);
        }
    }

    /** The checkpoint of the first of the {@link #subfolders} that has one: its best, or else its last. */
    static Optional<Path> newest(Path folder) {
        return subfolders(folder).stream()
                .flatMap(run -> new RunFolder(run).checkpoints())
                .findFirst();
    }

    /** The subfolders of a folder, in the order in which a default is chosen. */
    public static List<Path> subfolders(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).sorted(DEFAULT_FIRST).toList();
        } catch (IOException e) {
            throw UserError.unreadable(folder, e);
        }
    }

    /** Milliseconds since 1970. Every run has a last checkpoint; a network that ships has none, and the result is 0. */
    private static long lastSaved(Path run) {
        return new RunFolder(run).last().toFile().lastModified();
    }
}
