package charrnn.train;

import charrnn.files.BoundedFile;
import charrnn.files.StrictJson;
import charrnn.message.Reason;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.io.function.IORunnable;

/**
 * The lines of a {@code history.jsonl}.
 *
 * @param lines the complete lines
 * @param unfinished text after the last line end, left by a kill
 */
public record History(List<Line> lines, Optional<Line> unfinished) {
    private static final int MAX_MEBIBYTES = 64;

    /**
     * One line.
     *
     * @param json the parsed line; a missing node if it is not a JSON object
     * @param step number of updates; -1 if the line has no step
     * @param end offset of the next line in bytes
     */
    public record Line(String text, JsonNode json, long step, int end) {
        /** The number in a field; NaN if it is absent, not a number, negative or not finite. */
        public double number(String field) {
            double value = json.path(field).isNumber() ? json.path(field).doubleValue() : Double.NaN;
            return value >= 0 && Double.isFinite(value) ? value : Double.NaN;
        }
    }

    /** Reads a file; a file that does not exist has no lines. */
    public static History read(Path file) throws IOException {
        try {
            return of(BoundedFile.read(file, MAX_MEBIBYTES));
        } catch (NoSuchFileException e) {
            return of(new byte[0]);
        }
    }

    /** Validation loss of the network with which a fine-tuning began, bits per character. */
    public OptionalDouble startValidationBpc() {
        return lines.stream()
                .takeWhile(line -> line.step() == 0)
                .mapToDouble(line -> line.number("validationBpc"))
                .filter(Double::isFinite)
                .findFirst();
    }

    static History of(byte[] content) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(line(content, begin, i));
                begin = i + 1;
            }
        }
        boolean finished = begin == content.length;
        return new History(lines, finished ? Optional.empty() : Optional.of(line(content, begin, content.length)));
    }

    private static Line line(byte[] content, int begin, int end) {
        String text = new String(content, begin, end - begin, StandardCharsets.UTF_8);
        JsonNode json = object(text);
        JsonNode step = json.path("step");
        return new Line(text, json, step.canConvertToLong() ? step.longValue() : -1, end + 1);
    }

    private static JsonNode object(String text) {
        try {
            JsonNode json = StrictJson.MAPPER.readTree(text);
            return json.isObject() ? json : StrictJson.MAPPER.missingNode();
        } catch (JsonProcessingException e) {
            return StrictJson.MAPPER.missingNode();
        }
    }

    /**
     * The lines that belong to a checkpoint: the first ones, as many as it counts, and none of a later step. They are fewer than
     * it counts if lines were lost after it was saved.
     */
    List<Line> ofCheckpoint(Progress checkpoint) {
        return lines.stream()
                .takeWhile(line -> line.step() <= checkpoint.step())
                .limit(checkpoint.historyLength())
                .toList();
    }

    static final class Writer implements Closeable {
        private final Path path;
        private final FileChannel file;
        private long lines;

        Writer(Path path) throws IOException {
            this.path = path;
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }

        /** Drops all lines but those of the checkpoint from which the run continues. */
        void keep(Progress checkpoint) throws IOException {
            List<Line> kept = read(path).ofCheckpoint(checkpoint);
            lines = kept.size();
            file.truncate(kept.isEmpty() ? 0 : kept.get(kept.size() - 1).end());
        }

        /** Appends a line; a resume drops the beginning of one that a full disk has cut off. */
        void append(ObjectNode line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            writing(() -> {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            });
            lines++;
        }

        void force() throws IOException {
            writing(() -> file.force(true));
        }

        private void writing(IORunnable work) throws IOException {
            try {
                work.run();
            } catch (IOException e) {
                throw new IOException("Cannot write " + path + ": " + Reason.of(e), e);
            }
        }

        long lines() {
            return lines;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
