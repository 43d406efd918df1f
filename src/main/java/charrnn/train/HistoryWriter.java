package charrnn.train;

import charrnn.files.Reason;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends lines to {@code history.jsonl}. */
final class HistoryWriter implements Closeable {
    private final Path path;
    private final FileChannel file;
    private long lines;

    HistoryWriter(Path path) throws IOException {
        this.path = path;
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Keeps the lines of the checkpoint from which the run continues, and drops the others, so that no step occurs twice. */
    void keep(Progress checkpoint) throws IOException {
        List<History.Line> kept = History.read(path).ofCheckpoint(checkpoint);
        lines = kept.size();
        file.truncate(kept.isEmpty() ? 0 : kept.get(kept.size() - 1).end());
    }

    /** @throws IOException if the disk is full, for example; a line of which a part was written is dropped by a resume */
    void append(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        lines++;
    }

    /** Forces all lines to the disk. */
    void force() throws IOException {
        try {
            file.force(true);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private IOException failure(IOException cause) {
        return new IOException("Cannot write " + path + ": " + Reason.of(cause), cause);
    }

    /** Number of lines. */
    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
