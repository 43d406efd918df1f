package charrnn.train;

import charrnn.files.StrictJson;
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
 * The lines of a {@code history.jsonl} with their faults. A sound line is a JSON object with a step that is not below an
 * earlier one; each report has a new step. An event may return to an earlier step.
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
     * @param fault what is wrong with the line, as a phrase that follows its number
     */
    public record Line(String text, JsonNode json, long step, int end, Optional<String> fault) {
        /** The number in a field; NaN if it is absent, not a number, or not finite. */
        public double number(String field) {
            JsonNode value = json.path(field);
            return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : Double.NaN;
        }

        /** Number of lines lost before this one, if this is the event that records the loss; otherwise 0. */
        public long lost() {
            JsonNode lost = json.path("lostLines");
            return lost.canConvertToLong() ? lost.longValue() : 0;
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
        Parser parser = new Parser();
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(parser.line(content, begin, i));
                begin = i + 1;
            }
        }
        boolean finished = begin == content.length;
        return new History(
                lines, finished ? Optional.empty() : Optional.of(parser.line(content, begin, content.length)));
    }

    /** Parses the lines and checks the order of their steps. */
    private static final class Parser {
        private long latest = -1;
        private long latestReport = -1;

        Line line(byte[] content, int begin, int end) {
            String text = new String(content, begin, end - begin, StandardCharsets.UTF_8);
            JsonNode json = object(text);
            JsonNode step = json.path("step");
            return step.canConvertToLong()
                    ? new Line(text, json, step.longValue(), end + 1, fault(json, step.longValue()))
                    : new Line(text, json, -1, end + 1, Optional.of("is no JSON object with a step"));
        }

        private static JsonNode object(String text) {
            try {
                JsonNode json = StrictJson.MAPPER.readTree(text);
                return json.isObject() ? json : StrictJson.MAPPER.missingNode();
            } catch (JsonProcessingException e) {
                return StrictJson.MAPPER.missingNode();
            }
        }

        private Optional<String> fault(JsonNode line, long step) {
            if (line.has("event")) {
                latest = -1;
                latestReport = -1;
                return Optional.empty();
            }
            boolean report = line.has("trainBpc");
            boolean rises = step >= latest && !(report && step == latestReport);
            String fault = "has step " + step + " after step " + latest;
            latest = Math.max(latest, step);
            latestReport = report ? step : latestReport;
            return rises ? Optional.empty() : Optional.of(fault);
        }
    }

    /** The sound lines that belong to a checkpoint: at most {@code counted} and none after {@code lastStep}. */
    public List<Line> ofCheckpoint(long counted, long lastStep) {
        return lines.stream()
                .filter(line -> line.fault().isEmpty() && line.step() <= lastStep)
                .limit(counted)
                .toList();
    }
}
