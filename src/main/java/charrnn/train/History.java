package charrnn.train;

import charrnn.files.StrictJson;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a {@code history.jsonl}.
 *
 * @param lines the complete lines
 * @param unfinished text after the last line end, left by a kill
 */
public record History(List<Line> lines, Optional<Line> unfinished) {
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
            return of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return of(new byte[0]);
        }
    }

    /** The history in a file's content. */
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
}
