package charrnn.tools.serve;

import charrnn.config.UserError;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Loads the checkpoints of a server's models, and reloads each one when its file changes. */
public final class CheckpointWatch implements AutoCloseable {
    private final Map<String, Path> files;
    private final Function<Path, Server.Network> reader;
    private final Server server;
    private final Consumer<String> messages;
    private final Map<String, List<Object>> loaded = new HashMap<>(); // versions of the files, by model
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("checkpoint-watch", true));

    /**
     * @param files checkpoints by the names of their models
     * @param reader reads a network from a checkpoint, or throws a {@link UserError}
     * @param messages receives a message for each file that changed
     */
    public CheckpointWatch(
            Map<String, Path> files, Function<Path, Server.Network> reader, Server server, Consumer<String> messages) {
        this.files = files;
        this.reader = reader;
        this.server = server;
        this.messages = messages;
    }

    /**
     * Loads the checkpoints, and checks their files every second from now on.
     *
     * @throws UserError if one cannot be read
     */
    public void start() {
        files.forEach(this::load);
        executor.scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
    }

    private void load(String model, Path file) {
        loaded.put(model, version(file));
        server.adopt(model, reader.apply(file));
    }

    void check() {
        files.forEach(this::check);
    }

    /** Loads a changed file, unless an earlier network has texts to complete: a third network would need more memory. */
    private void check(String model, Path file) {
        List<Object> now = version(file);
        if (now.isEmpty() || now.equals(loaded.get(model)) || server.hasEarlierNetwork(model)) {
            return;
        }
        try {
            load(model, file);
            messages.accept(file + " has changed: new texts are written by the new network");
        } catch (UserError e) {
            messages.accept(e.getMessage() + "; the network that was loaded before stays");
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // If it were thrown, it would end the schedule silently.
            messages.accept(file + " cannot be loaded: " + e + "; the network that was loaded before stays");
        }
    }

    /** The attributes of a file that change when it is replaced; empty if it is absent, as for a moment in between. */
    private static List<Object> version(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
