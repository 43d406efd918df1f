package charrnn.train;

import charrnn.config.Config;
import charrnn.files.AtomicFile;
import charrnn.message.Reason;
import charrnn.message.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a run, {@code checkpoints/<run>/}, and the names of its files. */
public record RunFolder(Path path) {
    private static final Pattern STEP = Pattern.compile("step-\\d{8,18}_val-[0-9.]+\\.zip");

    /** The folder of a configuration's run; a {@link UserError} says that it is no path on this system. */
    public static RunFolder of(Config config) {
        String directory = config.checkpoints().directory();
        try {
            return new RunFolder(Path.of(directory).resolve(config.name()));
        } catch (InvalidPathException e) {
            throw new UserError(
                    "checkpoints.directory: '" + directory + "' cannot be a path here: " + e.getReason(), e);
        }
    }

    public static RunFolder around(Path checkpoint) {
        return new RunFolder(checkpoint.toAbsolutePath().resolveSibling(""));
    }

    /** Creates the folder; a {@link UserError} says why it cannot be created or written. */
    public void create() {
        try {
            if (!Files.isDirectory(path)) { // createDirectories may refuse a link to a folder
                Files.createDirectories(path);
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the run's folder " + path + " (checkpoints.directory and name): " + Reason.of(e), e);
        }
        if (!Files.isWritable(path)) {
            throw new UserError("the run's folder " + path + " (checkpoints.directory and name) is not writable");
        }
    }

    /** The newest checkpoint, from which a run is resumed. */
    public Path last() {
        return path.resolve("last.zip");
    }

    /** The checkpoint with the lowest validation loss. */
    public Path best() {
        return path.resolve("best.zip");
    }

    /** The step file of a validation: a checkpoint with step and loss in its name. */
    Path step(long step, double validationBpc) {
        return path.resolve(String.format(Locale.ROOT, "step-%08d_val-%.3f.zip", step, validationBpc));
    }

    /** The best checkpoint and the last, as far as they exist. */
    public Stream<Path> checkpoints() {
        return Stream.of(best(), last()).filter(Files::isRegularFile);
    }

    public Path config() {
        return file("config.yaml");
    }

    /** The files in each part of the corpus. */
    public Path split() {
        return file("split.json");
    }

    public Path history() {
        return file("history.jsonl");
    }

    /** The history and the checkpoints other than {@link #last}, which a new run would overwrite. */
    public List<Path> remains() throws IOException {
        Stream<Path> files =
                Stream.of(best(), history()).filter(file -> file.toFile().length() > 0);
        return Files.isDirectory(path) ? Stream.concat(files, steps().stream()).toList() : List.of();
    }

    /**
     * Locks the folder, until the lock is closed or the process ends, so that only one process trains into it. The first byte of
     * the file excludes other trainings. The second one shows the lock to {@link #isLocked}, for whose end it waits.
     *
     * @throws UserError if another training, in this process or another, holds the lock
     */
    public Closeable lock() throws IOException {
        FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel, 0, false)) {
            channel.close();
            throw inUse();
        }
        channel.lock(1, 1, false);
        return channel;
    }

    /** Whether a process trains into this folder. The check takes a shared lock for a moment. */
    public boolean isLocked() throws IOException {
        if (!Files.exists(lockFile())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.READ)) {
            return !tryLock(channel, 1, true);
        }
    }

    private static boolean tryLock(FileChannel channel, long at, boolean shared) throws IOException {
        try {
            return channel.tryLock(at, 1, shared) != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by a training in this process
        }
    }

    /** The mistake that another process trains into this folder. */
    public UserError inUse() {
        return new UserError("another charrnn is training into " + path
                + ": wait for its end, or begin a run of another name (--set name=…)");
    }

    private Path lockFile() {
        return file("training.lock");
    }

    /** The path of a file in the folder, which must be a regular file if it exists: opening a pipe may wait forever. */
    private Path file(String name) {
        Path file = path.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UserError(file + " is not a regular file");
        }
        return file;
    }

    /**
     * The files that are not needed beside a last checkpoint: temporary files of killed processes, step files of later steps,
     * which the run repeats, and old step files. A file that another program has opened may stay, and is deleted the next time.
     */
    List<Path> obsolete(long step, int keep) throws IOException {
        List<Path> steps = steps();
        List<Path> reached = steps.stream().filter(file -> stepOf(file) <= step).toList();
        List<Path> kept = reached.subList(Math.max(0, reached.size() - keep), reached.size());
        return Stream.concat(AtomicFile.leftovers(path).stream(), steps.stream().filter(file -> !kept.contains(file)))
                .toList();
    }

    /** The step files, the oldest first. */
    List<Path> steps() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(
                            file -> STEP.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(RunFolder::stepOf))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long stepOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('_')));
    }
}
