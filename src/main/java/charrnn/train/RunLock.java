package charrnn.train;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a run's folder, held until it is closed or the process ends, so that only one process trains into the folder.
 * The system locks a file, not its name: if the folder is deleted or moved, another run can begin under the same name.
 */
final class RunLock implements Closeable {
    private final Path file;
    private FileChannel channel;
    /** Identity of the locked file in the file system; null if files have none, as on Windows. */
    private @Nullable Object key;

    /** @throws UserError if another training, in this process or another, holds the lock */
    RunLock(Path file) throws IOException {
        this.file = file;
        channel = lock(file)
                .orElseThrow(() -> new UserError("another charrnn is training into " + file.getParent()
                        + ": wait for its end, or give this run another name (--set name=…)"));
        key = key(file);
    }

    /** Whether a process holds the lock. The check takes a shared lock for a moment. */
    static boolean isHeld(Path file) throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // held by a training in this process
        }
    }

    /** Opens and locks a file; empty if the lock is held already. */
    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by another training in this process.
        }
        channel.close();
        return Optional.empty();
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Takes the lock again if its file was deleted; fails if another run has locked a new file of the same name. */
    void renew() throws IOException {
        try {
            if (Files.notExists(file)) {
                FileChannel renewed = lock(file).orElseThrow(this::taken);
                channel.close();
                channel = renewed;
                key = key(file);
            } else if (key != null && !key.equals(key(file))) {
                throw taken();
            }
        } catch (FileSystemException e) {
            throw new IOException("Cannot lock " + file + ": " + Reason.of(e), e);
        }
    }

    private IOException taken() {
        return new IOException(file.getParent() + " is no longer the folder that this run began in, but another run's;"
                + " this run's files have moved with its folder");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
