package charrnn.train;

import charrnn.files.AtomicFile;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Appends lines to {@code history.jsonl}. A line that cannot be written, because the disk is full for example, is kept in
 * memory and written with the next line or by {@link #force}, which fails if that is still not possible.
 */
final class HistoryWriter implements AutoCloseable {
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
     * Keeps the first lines and drops the others, so that no step occurs twice. Lines after {@code step} are dropped
     * too: {@code count} is too high if lines were lost after the checkpoint was saved.
     *
     * @param count number of lines that belong to the checkpoint from which the run continues
     * @param step step of the checkpoint
     */
    void keep(long count, long step) throws IOException {
        unwritten.reset();
        lines = 0;
        int end = 0;
        for (History.Line line : History.of(content()).lines()) {
            if (lines == count || line.step() > step) {
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
            // A read may be partial.
        }
        return text.array();
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
        ByteBuffer text = ByteBuffer.wrap(unwritten.toByteArray());
        try {
            while (text.hasRemaining()) {
                file.write(text, end + text.position());
            }
        } catch (IOException e) {
            file.truncate(end); // no partial line
            throw e;
        }
        unwritten.reset();
    }

    /**
     * Forces all lines to the disk, into a new file if the present one was deleted.
     *
     * @throws IOException if a line could not be written
     */
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
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
