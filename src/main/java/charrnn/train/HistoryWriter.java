package charrnn.train;

import charrnn.files.AtomicFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * {@code history.jsonl}: a line is written at once. What cannot be written, on a full disk say, waits for the next line
 * or the next {@link #force}, which tells.
 */
final class HistoryWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private FileChannel file;
    private long lines;

    private HistoryWriter(Path path) throws IOException {
        this.path = path;
        this.file = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Opens a history and cuts off what came after the checkpoint that a run is resumed from, so that no step stands in
     * it twice.
     *
     * @param keep how many lines belong to the checkpoint
     * @param step step of the checkpoint
     */
    static HistoryWriter open(Path path, long keep, long step) throws IOException {
        HistoryWriter history = new HistoryWriter(path);
        history.keep(keep, step);
        return history;
    }

    /**
     * Truncates the history after its first lines. Lines of a later step go as well, since an older checkpoint may
     * count lines that were lost later.
     */
    void keep(long most, long step) throws IOException {
        waiting.reset();
        lines = 0;
        int end = 0;
        for (HistoryLines.Line line : HistoryLines.of(content()).all()) {
            if (lines == most || line.step() > step) {
                break;
            }
            lines++;
            end = line.end();
        }
        file.truncate(end);
    }

    private byte[] content() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (text.hasRemaining() && file.read(text, text.position()) >= 0) {
            // To the end.
        }
        return text.array();
    }

    void append(HistoryEntry entry) {
        waiting.writeBytes((json(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        lines++;
        try {
            write();
        } catch (IOException e) {
            // It waits: a checkpoint, which counts the line, will fail if it still cannot be written.
        }
    }

    /** Formats an entry as a line, without its end. */
    static String json(HistoryEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line of the history is no JSON", e);
        }
    }

    private void write() throws IOException {
        long end = file.size();
        ByteBuffer text = ByteBuffer.wrap(waiting.toByteArray());
        try {
            while (text.hasRemaining()) {
                file.write(text, end + text.position());
            }
        } catch (IOException e) {
            file.truncate(end); // no half of a line
            throw e;
        }
        waiting.reset();
    }

    /**
     * Forces all lines to the disk; into a new file if somebody has deleted this one.
     *
     * @throws IOException if some could not be written
     */
    void force() throws IOException {
        if (Files.notExists(path)) {
            byte[] text = content();
            AtomicFile.write(path, out -> out.write(text));
            FileChannel anew = open(path);
            file.close();
            file = anew;
        }
        try {
            write();
            file.force(true);
        } catch (IOException e) {
            throw new IOException("Cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    /** Number of lines, those that wait included. */
    long lines() {
        return lines;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
