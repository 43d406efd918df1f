package charrnn.train;

import charrnn.config.Config;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a run, {@code checkpoints/<run>/}, and the names of its files. */
public final class RunFolder {
    private static final String DAMAGED = "history.damaged-";
    private static final Pattern STEP = Pattern.compile("step-\\d{8,18}_val-[0-9.]+\\.zip");

    private final Path folder;
    private @Nullable RunLock lock;

    public RunFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws UserError if the configuration's name of the run is not a valid path on this system */
    public static RunFolder of(Config config) {
        String directory = config.checkpoints().directory();
        try {
            return new RunFolder(Path.of(directory).resolve(config.name()));
        } catch (InvalidPathException e) {
            throw new UserError(
                    "checkpoints.directory: '" + directory + "' cannot be a path here: " + e.getReason(), e);
        }
    }

    /** @throws UserError if the folder cannot be created or is not writable */
    public void create() {
        try {
            make();
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the run's folder " + folder + " (checkpoints.directory and name): " + Reason.of(e), e);
        }
        if (!Files.isWritable(folder)) {
            throw new UserError("the run's folder " + folder + " (checkpoints.directory and name) is not writable");
        }
    }

    private void make() throws IOException {
        if (!Files.isDirectory(folder)) { // createDirectories may refuse a link to a folder
            Files.createDirectories(folder);
        }
    }

    public Path path() {
        return folder;
    }

    /** The newest checkpoint, from which a run is resumed. */
    public Path last() {
        return folder.resolve("last.zip");
    }

    /** The checkpoint with the lowest validation loss. */
    public Path best() {
        return folder.resolve("best.zip");
    }

    /** The step file of a validation: a checkpoint with step and loss in its name. */
    Path step(long step, double validationBpc) {
        return folder.resolve(String.format(Locale.ROOT, "step-%08d_val-%.3f.zip", step, validationBpc));
    }

    public Path config() {
        return folder.resolve("config.yaml");
    }

    /** The files in each part of the corpus. */
    public Path split() {
        return folder.resolve("split.json");
    }

    public Path history() {
        return folder.resolve("history.jsonl");
    }

    /** The damaged histories that {@link RunRecovery} has kept. */
    public List<Path> damagedHistories() throws IOException {
        return list(file -> file.startsWith(DAMAGED));
    }

    /** An unused name for a damaged history. */
    Path freeDamagedHistory() {
        int number = 1;
        while (Files.exists(folder.resolve(DAMAGED + number + ".jsonl"))) {
            number++;
        }
        return folder.resolve(DAMAGED + number + ".jsonl");
    }

    /** The history and the checkpoints other than {@link #last}, which a new run would overwrite. */
    public List<Path> remains() throws IOException {
        Stream<Path> files =
                Stream.of(best(), history()).filter(file -> file.toFile().length() > 0);
        return Files.isDirectory(folder)
                ? Stream.concat(files, steps().stream()).toList()
                : List.of();
    }

    /** @throws UserError if another process trains into this folder already; {@link RunLock} */
    public Closeable lock() throws IOException {
        lock = new RunLock(lockFile());
        return lock;
    }

    /** Whether a process trains into this folder. */
    public boolean isLocked() throws IOException {
        return RunLock.isHeld(lockFile());
    }

    private Path lockFile() {
        return folder.resolve("training.lock");
    }

    /**
     * Creates the folder, the configuration and the split again if they were deleted during the training.
     *
     * @return whether the folder was gone
     * @throws IOException if it cannot be created, or another run has begun under its name
     */
    boolean restore(String config, Supplier<String> split) throws IOException {
        boolean gone = Files.notExists(folder);
        try {
            make();
        } catch (IOException e) {
            throw new IOException("Cannot create " + folder + " again, which was deleted: " + Reason.of(e), e);
        }
        if (lock != null) {
            lock.renew();
        }
        if (Files.notExists(config()) || Files.notExists(split())) {
            AtomicFile.writeString(config(), config);
            AtomicFile.writeString(split(), split.get());
        }
        return gone;
    }

    /**
     * Deletes what a killed run may have left, or a rollback has made void: temporary files, step files newer than the
     * last checkpoint's step, and old step files.
     */
    void tidy(long step, int keep) throws IOException {
        AtomicFile.sweep(folder);
        for (Path file : steps()) {
            if (stepOf(file) > step) {
                Files.deleteIfExists(file);
            }
        }
        prune(keep);
    }

    /** Deletes the old step files. */
    void prune(int keep) throws IOException {
        List<Path> steps = steps();
        for (Path old : steps.subList(0, Math.max(0, steps.size() - keep))) {
            Files.deleteIfExists(old);
        }
    }

    private List<Path> steps() throws IOException {
        return list(STEP.asMatchPredicate()).stream()
                .sorted(Comparator.comparing(RunFolder::stepOf))
                .toList();
    }

    private static long stepOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('_')));
    }

    private List<Path> list(Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> which.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
