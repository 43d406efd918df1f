package charrnn.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.io.IOUtils;

/** Opens a file that was found to be a regular one, and does not block if a named pipe has replaced it since. */
public final class RegularFile {
    private static final int CHECK_MILLIS = 100;
    private static final int MAX_SECONDS = 10;

    private static final ExecutorService OPENERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "file opener");
        thread.setDaemon(true);
        return thread;
    });

    private RegularFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws FileSystemException if it is a named pipe, a socket or a terminal, or is not open after ten seconds
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        // Opening a named pipe blocks until another process writes to it, and Java has no option O_NONBLOCK. A check
        // before would miss a pipe that replaces the file after it. So another thread opens; a blocked one is given up.
        CompletableFuture<FileChannel> opening = new CompletableFuture<>();
        OPENERS.execute(() -> {
            try {
                opening.complete(FileChannel.open(file, options));
            } catch (IOException | RuntimeException | Error e) {
                opening.completeExceptionally(e);
            }
        });
        FileChannel channel = await(opening, file);
        try {
            channel.position(); // fails for a pipe that a process writes to: a pipe has no position
            return channel;
        } catch (IOException e) {
            channel.close();
            throw irregular(file);
        }
    }

    private static FileChannel await(CompletableFuture<FileChannel> opening, Path file) throws IOException {
        try {
            for (int millis = 0; millis < MAX_SECONDS * 1000; millis += CHECK_MILLIS) {
                try {
                    return opening.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (!Files.isRegularFile(file)) {
                        abandon(opening);
                        throw irregular(file);
                    }
                }
            }
            abandon(opening);
            throw new FileSystemException(
                    file.toString(), null, "it cannot be opened within " + MAX_SECONDS + " seconds");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            abandon(opening);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Closes the file as soon as it is open, such as a pipe that gets a writer. */
    private static void abandon(CompletableFuture<FileChannel> opening) {
        opening.thenAccept(IOUtils::closeQuietly);
    }

    private static FileSystemException irregular(Path file) {
        return new FileSystemException(file.toString(), null, "it is not a regular file");
    }
}
