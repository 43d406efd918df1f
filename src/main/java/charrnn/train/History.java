package charrnn.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code history.jsonl}: one line a report, written at once. */
final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RandomAccessFile file;
    private long lines;

    private History(RandomAccessFile file, long lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Opens a history and cuts off what came after the checkpoint that a run is resumed from, so that no step stands in
     * it twice.
     *
     * @param keep how many lines belong to the checkpoint
     */
    static History open(Path path, long keep) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        long lines = 0;
        while (lines < keep && file.readLine() != null) {
            lines++;
        }
        file.setLength(file.getFilePointer());
        return new History(file, lines);
    }

    void append(HistoryEntry entry) {
        try {
            file.write((JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            lines++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write history.jsonl: " + e.getMessage(), e);
        }
    }

    /** Number of lines. */
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
