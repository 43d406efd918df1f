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
        byte[] text = new byte[Math.toIntExact(file.length())];
        file.readFully(text);
        long lines = 0;
        int end = 0;
        for (int i = 0; i < text.length && lines < keep; i++) {
            if (text[i] == '\n') {
                lines++;
                end = i + 1;
            }
        }
        file.setLength(end);
        file.seek(end);
        return new History(file, lines);
    }

    /** Forces what was written to the disk. */
    void force() throws IOException {
        file.getFD().sync();
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
