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
 * Keeps other processes from training into a folder, until it is closed or this process ends. The system locks files, not
 * names: where the folder was deleted or moved, another run may have begun under its name.
 */
final class RunLock implements Closeable {
    private final Path file;
    private Held held;

    /**
     * A locked file.
     *
     * @param key identity of the file in the file system; null where there is none, as on Windows
     */
    private record Held(FileChannel channel, @Nullable Object key) {}

    private RunLock(Path file, Held held) {
        this.file = file;
        this.held = held;
    }

    /** @throws UserError if another process, or another training of this one, holds it */
    static RunLock take(Path file) throws IOException {
        return new RunLock(
                file,
                hold(file)
                        .orElseThrow(() -> new UserError("another charrnn is training into " + file.getParent()
                                + ": wait for its end, or give this run another name (--set name=…)")));
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

    private static Optional<Held> hold(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new Held(channel, key(file)));
            }
        } catch (OverlappingFileLockException e) {
            // Held by another training in this process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Takes the lock again if its file was deleted.
     *
     * @throws IOException if that fails, or another run holds the lock of the same name
     */
    void renew() throws IOException {
        try {
            if (Files.notExists(file)) {
                Held renewed = hold(file).orElseThrow(this::taken);
                held.channel().close();
                held = renewed;
            } else if (held.key() != null && !held.key().equals(key(file))) {
                throw taken();
            }
        } catch (FileSystemException e) {
            throw new IOException("Cannot lock " + file + ": " + Reason.of(e), e);
        }
    }

    private IOException taken() {
        return new IOException(
                file.getParent() + " is no longer the folder that this run began in, but another's: what was"
                        + " saved before is where that one was moved");
    }

    @Override
    public void close() throws IOException {
        held.channel().close();
    }
}
