package charrnn.serve;

import charrnn.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has a server adopt a checkpoint, and again each time that the file is another one. */
public final class CheckpointWatch implements AutoCloseable {
    private final Path file;
    private final Function<Path, ServedNetwork> reader;
    private final Server server;
    private final Consumer<String> messages;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "checkpoint-watch");
        watching.setDaemon(true);
        return watching;
    });
    private Optional<Version> seen = Optional.empty();

    /** What tells a file from the one that had its name before. */
    private record Version(
            FileTime modified, long size, @Nullable Object key) {}

    /**
     * @param reader makes a network of a checkpoint, or throws a {@link UserError}
     * @param messages told what became of a file that changed
     */
    public CheckpointWatch(Path file, Function<Path, ServedNetwork> reader, Server server, Consumer<String> messages) {
        this.file = file;
        this.reader = reader;
        this.server = server;
        this.messages = messages;
    }

    /**
     * Has the server adopt the checkpoint, and looks at the file every second from now on.
     *
     * @throws UserError if it cannot be read
     */
    public void start() {
        seen = version();
        server.adopt(reader.apply(file));
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** While texts are still written by an earlier network, a third one would only take memory: it waits. */
    void look() {
        Optional<Version> now = version();
        if (now.isEmpty() || Objects.equals(now, seen) || server.isChanging()) {
            return;
        }
        seen = now;
        try {
            server.adopt(reader.apply(file));
            messages.accept(file + " has changed: new texts are written by the new network");
        } catch (UserError e) {
            messages.accept(e.getMessage() + "; the network that was loaded before stays");
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) { // what is thrown would end the watch unseen
            messages.accept(file + " cannot be loaded: " + e + "; the network that was loaded before stays");
        }
    }

    private Optional<Version> version() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(now.lastModifiedTime(), now.size(), now.fileKey()));
        } catch (IOException e) {
            return Optional.empty(); // between two files of that name, perhaps
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
