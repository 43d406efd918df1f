package charrnn.train;

import charrnn.config.Config;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lies where in a run's folder: {@code checkpoints/<run>/}. */
public final class RunFolder {
    private static final String DAMAGED = "history.damaged-";

    private static final Pattern STEP = Pattern.compile("step-(\\d{8,18})_val-[0-9.]+\\.zip");

    private final Path folder;
    private @Nullable RunLock lock;

    public RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder that a configuration names; it need not be there yet.
     *
     * @throws UserError if the system has no such paths
     */
    public static RunFolder of(Config config) {
        String directory = config.checkpoints().directory();
        try {
            return new RunFolder(Path.of(directory).resolve(config.name()));
        } catch (InvalidPathException e) {
            throw new UserError(
                    "checkpoints.directory: '" + directory + "' cannot be a path here: " + e.getReason(), e);
        }
    }

    /**
     * Makes the folder if it is not there.
     *
     * @throws UserError if it cannot be made or written to
     */
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

    /** The folder itself. */
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

    /** The effective configuration. */
    public Path config() {
        return folder.resolve("config.yaml");
    }

    /** Which file belongs to which part of the corpus. */
    public Path split() {
        return folder.resolve("split.json");
    }

    /** The file with the Linux release of the corpus, if the corpus is from {@code corpus/fetch-linux.sh}. */
    public Path kernelRelease() {
        return folder.resolve("kernel-release.txt");
    }

    /** One JSON object a line. */
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
        while (Files.exists(damagedHistory(number))) {
            number++;
        }
        return damagedHistory(number);
    }

    private Path damagedHistory(int number) {
        return folder.resolve(DAMAGED + number + ".jsonl");
    }

    /** Checkpoints and a history that are here, besides {@link #last}: what a run without it would overwrite. */
    public List<Path> remains() throws IOException {
        List<Path> remains = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            Stream.of(best(), history())
                    .filter(file -> file.toFile().length() > 0)
                    .forEach(remains::add);
            remains.addAll(steps());
        }
        return remains;
    }

    /** The checkpoint of a validation. */
    Path step(long step, double validationBpc) {
        return folder.resolve(String.format(Locale.ROOT, "step-%08d_val-%.3f.zip", step, validationBpc));
    }

    /**
     * Keeps other processes from training into this folder, until it is closed or this process ends.
     *
     * @throws UserError if one does so already
     */
    public Closeable lock() throws IOException {
        RunLock taken = RunLock.take(lockFile());
        lock = taken;
        return taken;
    }

    /** Whether a process trains into this folder. */
    public boolean isLocked() throws IOException {
        return RunLock.isHeld(lockFile());
    }

    private Path lockFile() {
        return folder.resolve("training.lock");
    }

    /**
     * Makes the folder anew, with its small files, if somebody has deleted it under way.
     *
     * @param split gives the split's JSON, which takes a moment where the files are many
     * @return whether it was gone
     * @throws IOException if it cannot be made, or another run is in its place
     */
    boolean restore(String config, Supplier<String> split) throws IOException {
        boolean gone = Files.notExists(folder);
        try {
            make();
        } catch (IOException e) {
            throw new IOException("Cannot make " + folder + " anew, which is gone: " + Reason.of(e), e);
        }
        if (lock != null) {
            lock.renew();
        }
        if (Files.notExists(config()) || Files.notExists(split())) {
            write(config(), config);
            write(split(), split.get());
        }
        return gone;
    }

    private void make() throws IOException {
        if (!Files.isDirectory(folder)) { // which a link to one is, though createDirectories may not think so
            Files.createDirectories(folder);
        }
    }

    /**
     * Removes what a killed run may have left: temporary files, step checkpoints newer than the last checkpoint, and
     * old ones that were not yet deleted.
     *
     * @param step step of the last checkpoint
     * @param keep how many step checkpoints stay
     */
    void tidy(long step, int keep) throws IOException {
        AtomicFile.sweep(folder);
        dropStepsAfter(step);
        prune(keep);
    }

    /** Removes all step checkpoints but the newest {@code keep}. */
    void prune(int keep) throws IOException {
        List<Path> steps = steps();
        for (Path old : steps.subList(0, Math.max(0, steps.size() - keep))) {
            Files.deleteIfExists(old);
        }
    }

    /** Removes the step checkpoints of a future that a resumed run will live through once more. */
    void dropStepsAfter(long step) throws IOException {
        for (Path file : steps()) {
            if (stepOf(file) > step) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> steps() throws IOException {
        return list(STEP.asMatchPredicate()).stream()
                .sorted(Comparator.comparing(RunFolder::stepOf))
                .toList();
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

    private static long stepOf(Path file) {
        Matcher name = STEP.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    /** Writes a small text file; it appears whole or not at all. */
    public void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
