package charrnn.train;

import charrnn.files.AtomicFile;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Appends lines to {@code history.jsonl}. A line that cannot be written, because the disk is full for example, is kept in
 * memory and written with the next line or by {@link #force}, which fails if that is still not possible.
 */
final class HistoryWriter implements Closeable {
    private final Path path;
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
    private FileChannel file;
    private long lines;

    HistoryWriter(Path path) throws IOException {
        this.path = path;
        this.file = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Keeps the lines of the checkpoint from which the run continues and drops the others, so that no step occurs twice.
     * Lines after {@code step} are dropped too: {@code count} is too high if lines were lost after it was saved.
     */
    void keep(long count, long step) throws IOException {
        unwritten.reset();
        List<History.Line> kept = History.of(content()).lines().stream()
                .takeWhile(line -> line.step() <= step)
                .limit(count)
                .toList();
        lines = kept.size();
        file.truncate(kept.isEmpty() ? 0 : kept.get(kept.size() - 1).end());
    }

    private byte[] content() throws IOException {
        return Channels.newInputStream(file.position(0)).readAllBytes();
    }

    void append(ObjectNode line) {
        unwritten.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        lines++;
        try {
            write();
        } catch (IOException e) {
            // The line is kept. A checkpoint counts it, so force() fails if it still cannot be written.
        }
    }

    private void write() throws IOException {
        long end = file.size();
        try {
            unwritten.writeTo(Channels.newOutputStream(file.position(end)));
        } catch (IOException e) {
            file.truncate(end); // no partial line
            throw e;
        }
        unwritten.reset();
    }

    /** Forces all lines to the disk, into a new file if the present one was deleted. */
    void force() throws IOException {
        if (Files.notExists(path)) {
            byte[] text = content();
            AtomicFile.write(path, out -> out.write(text));
            FileChannel replacement = open(path);
            file.close();
            file = replacement;
        }
        try {
            write();
            file.force(true);
        } catch (IOException e) {
            throw new IOException("Cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    /** Number of lines, unwritten ones included. */
    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
