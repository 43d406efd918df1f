package charrnn.cli.base;

import charrnn.message.UserError;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A thread that reads files again when they have changed. It checks every second, and is idle for most of the time. */
public final class FileWatch implements AutoCloseable {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int PAUSE = 20; // times as long as the last check, and the reading that it led to

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("file-watch", true));
    private final Consumer<String> faults;

    /** @param faults receives a message if changed files cannot be read */
    public FileWatch(Consumer<String> faults) {
        this.faults = faults;
    }

    /** Tells whether a file has changed since the last call, or since now; an absent file has not, as while it is replaced. */
    public static BooleanSupplier changes(Path file) {
        AtomicReference<List<Object>> known = new AtomicReference<>(version(file));
        return () -> {
            List<Object> now = version(file);
            return !now.isEmpty() && !now.equals(known.getAndSet(now));
        };
    }

    /** The attributes that change when a file is replaced; empty if it is absent. */
    private static List<Object> version(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Checks some files every second from now on. Changed files that cannot be read are tried again. */
    public void watch(BooleanSupplier haveChanged, Runnable read) {
        schedule(haveChanged, read, true, SECOND);
    }

    private void schedule(BooleanSupplier haveChanged, Runnable read, boolean wasRead, long delay) {
        executor.schedule(
                () -> {
                    long start = System.nanoTime();
                    boolean isRead = read(haveChanged, read, wasRead);
                    schedule(haveChanged, read, isRead, Math.max(SECOND, PAUSE * (System.nanoTime() - start)));
                },
                delay,
                TimeUnit.NANOSECONDS);
    }

    /** Reads files now. */
    public void read(Runnable read) {
        read(() -> true, read, true);
    }

    /** Reads files if they have changed, or were not read, and returns whether they are read. A change has one message at most. */
    private boolean read(BooleanSupplier haveChanged, Runnable read, boolean wasRead) {
        boolean isNew = wasRead;
        try {
            isNew = haveChanged.getAsBoolean();
            if (isNew || !wasRead) {
                read.run();
            }
            return true;
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) { // it would end the watch silently
            if (isNew) {
                faults.accept(
                        e instanceof UserError mistake
                                ? String.join("; ", mistake.messages())
                                : "changed files cannot be read: " + e);
            }
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
