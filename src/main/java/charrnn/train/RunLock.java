package charrnn.train;

import charrnn.config.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes from training into a folder, until it is closed or this process ends. The system locks files, not
 * names: where the folder was deleted or moved away, somebody else may have begun a run under its name.
 */
final class RunLock implements Closeable {
    private final Path file;
    private FileChannel channel;
    /** What the file system knows the locked file by; null where it has nothing of the kind, as Windows. */
    private @Nullable Object key;

    private RunLock(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.key = key(file);
    }

    /** @throws UserError if another process, or another training of this one, holds it */
    static RunLock take(Path file) throws IOException {
        return new RunLock(file, open(file));
    }

    private static FileChannel open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another training of this very process.
        }
        channel.close();
        throw new UserError("another charrnn is training into " + file.resolveSibling("")
                + ": wait for its end, or give this run another name (--set name=…)");
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Takes it anew if its file is gone.
     *
     * @throws IOException if another's is in its place
     */
    void renew() throws IOException {
        if (Files.notExists(file)) {
            FileChannel anew = open(file);
            channel.close();
            channel = anew;
            key = key(file);
        } else if (key != null && !key.equals(key(file))) {
            throw new IOException(file.resolveSibling("") + " is no longer the folder that this run began in, but another's");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
