package charrnn.cli;

import charrnn.config.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds runs and their checkpoints: those that a user names, and the default. */
final class RunLocator {
    /** The order in which a default is chosen: runs before a network that ships, then the newest first. */
    private static final Comparator<Path> DEFAULT_FIRST = Comparator.comparing(RunLocator::isRun)
            .thenComparing(RunLocator::lastSaved)
            .reversed();

    private RunLocator() {}

    /**
     * Resolves the checkpoint that a user named: a file, or a run's folder for its best one.
     *
     * @throws UserError if the folder has no best checkpoint, or the path does not exist
     */
    static Path checkpoint(Path named) {
        if (Files.isDirectory(named)) {
            return best(named);
        }
        if (!Files.exists(named)) {
            throw new UserError(
                    "there is no checkpoint " + named + ": 'charrnn runs' lists the runs and their networks");
        }
        return named;
    }

    private static Path best(Path folder) {
        Path best = folder.resolve("best.zip");
        if (Files.isRegularFile(best)) {
            return best;
        }
        Path last = folder.resolve("last.zip");
        if (Files.isRegularFile(last)) {
            throw new UserError(folder + " has no best.zip, since nothing was validated: name " + last);
        }
        String advice = newest(folder)
                .map(Path::getParent)
                .map(run -> "; it holds runs: name one of them, such as " + run)
                .orElse(": name a checkpoint, or the folder of a run; 'charrnn runs' lists them");
        throw new UserError(folder + " is a folder without a best.zip" + advice);
    }

    /** A name for a checkpoint: that of the run whose folder it is in. */
    static String runOf(Path checkpoint) {
        Path folder = checkpoint.toAbsolutePath().normalize().getParent();
        Path name = folder == null ? null : folder.getFileName();
        return name == null ? "charrnn" : name.toString();
    }

    /** The folders of runs: {@code checkpoints} in the current folder and, if that is another one, beside the jar. */
    static List<Path> runFolders() {
        return new FileFinder()
                .folders("checkpoints").stream().filter(Files::isDirectory).toList();
    }

    /**
     * The best checkpoint of the newest run, or the one that ships with charrnn.
     *
     * @throws UserError if there is none
     */
    static Path newestCheckpoint() {
        return runFolders().stream()
                .flatMap(folder -> newest(folder).stream())
                .findFirst()
                .orElseThrow(
                        () -> new UserError(
                                "there is no trained network in "
                                        + Path.of("checkpoints").toAbsolutePath()
                                        + ": train one (charrnn --config quick.yaml takes two minutes), or name one with --checkpoint"));
    }

    /** The best checkpoint of a folder's newest run, or of the newest network that ships with charrnn. */
    static Optional<Path> newest(Path folder) {
        try {
            return inOrder(folder).stream()
                    .map(RunLocator::chosen)
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders in a folder, in the order in which a default is chosen. */
    static List<Path> inOrder(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory)
                    .sorted()
                    .sorted(DEFAULT_FIRST)
                    .toList();
        }
    }

    private static Path chosen(Path run) {
        Path best = run.resolve("best.zip");
        return Files.isRegularFile(best) ? best : run.resolve("last.zip");
    }

    /** Every run has a last checkpoint; a network that ships with charrnn has none. */
    static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("last.zip"));
    }

    private static FileTime lastSaved(Path run) {
        Path saved = isRun(run) ? run.resolve("last.zip") : run.resolve("best.zip");
        try {
            return Files.getLastModifiedTime(Files.exists(saved) ? saved : run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks that a page can be written.
     *
     * @param option the option that names it
     * @throws UserError if it is a folder, there is no folder for it, or something other than a page would be lost
     */
    static Path page(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(option + " " + file + " is a folder, but must be a file");
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw new UserError(option + " " + file + ": there is no folder " + folder);
        }
        if (Files.exists(file) && !(Files.isRegularFile(file) && file.toString().endsWith(".html"))) {
            throw new UserError(option + " " + file + " is there already, and only a page, a file whose name ends in"
                    + " .html, is written over");
        }
        if (!Files.isWritable(folder)) {
            throw new UserError(option + " " + file + ": the folder " + folder + " is not writable");
        }
        return file;
    }
}
