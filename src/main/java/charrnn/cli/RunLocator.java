package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the runs and checkpoints that a command line names, and the default ones; checks where a page is written. */
final class RunLocator {
    /** The order in which a default is chosen: runs before a network that ships with charrnn, the newest first, then by name. */
    private static final Comparator<Path> DEFAULT_FIRST = Comparator.comparing(RunLocator::isRun)
            .thenComparing(RunLocator::lastSaved)
            .reversed()
            .thenComparing(Comparator.naturalOrder());

    private RunLocator() {}

    /**
     * Resolves the checkpoint that a user named: a file, or the best checkpoint of a run's folder.
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
            throw new UserError(
                    folder + " has no best.zip, since it has had no validation yet: wait for one, or name " + last);
        }
        String advice = newest(folder)
                .map(Path::getParent)
                .map(run -> "; it holds runs: name one of them, such as " + run)
                .orElse(": name a checkpoint, or the folder of a run; 'charrnn runs' lists them");
        throw new UserError(folder + " is a folder without a best.zip" + advice);
    }

    /** The name of a run's folder, which may be given as a relative path. */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "charrnn" : name.toString();
    }

    /** The name of the run in whose folder a checkpoint is. */
    static String runName(Path checkpoint) {
        return name(checkpoint.toAbsolutePath().resolveSibling(""));
    }

    /** The folders {@code checkpoints} in the current folder and beside the jar, as far as they exist. */
    static List<Path> checkpointsFolders() {
        return new FileFinder()
                .folders("checkpoints").stream().filter(Files::isDirectory).toList();
    }

    /**
     * The default checkpoint: the best of the newest run, or else the one that ships with charrnn.
     *
     * @throws UserError if there is none
     */
    static Path defaultCheckpoint() {
        return checkpointsFolders().stream()
                .flatMap(folder -> newest(folder).stream())
                .findFirst()
                .orElseThrow(() -> new UserError("there is no trained network in "
                        + Path.of("checkpoints").toAbsolutePath()
                        + ": train one (charrnn --config quick.yaml takes two minutes), or name one"
                        + " with --checkpoint"));
    }

    /** The checkpoint of the first of the {@link #subfolders} that has one: its best, or else its last. */
    static Optional<Path> newest(Path folder) {
        return subfolders(folder).stream()
                .map(run -> run.resolve(Files.isRegularFile(run.resolve("best.zip")) ? "best.zip" : "last.zip"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The subfolders of a folder, in the order in which a default is chosen. */
    static List<Path> subfolders(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).sorted(DEFAULT_FIRST).toList();
        } catch (IOException e) {
            throw new UserError(folder + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Every run has a last checkpoint; a network that ships with charrnn has none. */
    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("last.zip"));
    }

    /** Milliseconds since 1970. */
    private static long lastSaved(Path run) {
        Path saved = run.resolve(isRun(run) ? "last.zip" : "best.zip");
        return (Files.exists(saved) ? saved : run).toFile().lastModified();
    }

    /**
     * Checks that a page can be written to a file.
     *
     * @param option the option that names the file
     * @throws UserError if it is a folder, its folder does not exist, or it would replace something other than a page
     */
    static Path checkedPage(String option, Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        String mistake = "";
        if (Files.isDirectory(file)) {
            mistake = " is a folder, but must be a file";
        } else if (!Files.isDirectory(folder)) {
            mistake = ": there is no folder " + folder;
        } else if (Files.exists(file)
                && !(Files.isRegularFile(file) && file.toString().endsWith(".html"))) {
            mistake = " exists, and only a page, a file whose name ends in .html, is overwritten";
        } else if (!Files.isWritable(folder)) {
            mistake = ": the folder " + folder + " is not writable";
        }
        if (!mistake.isEmpty()) {
            throw new UserError(option + " " + file + mistake);
        }
        return file;
    }
}
