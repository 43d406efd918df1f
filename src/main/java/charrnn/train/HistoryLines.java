package charrnn.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The complete lines of a {@code history.jsonl}, each checked: a sound line is a JSON object with a step, and steps
 * rise, except that an event may return to an earlier one.
 */
public final class HistoryLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Line> lines = new ArrayList<>();
    private boolean cutOff;
    private long step = -1;
    private long reported = -1;

    private HistoryLines() {}

    /**
     * One line.
     *
     * @param text without its line end
     * @param end offset in bytes of the next line
     * @param step updates done; -1 if the line has none
     * @param report whether it reports a loss
     * @param lost number of lines lost before it, if it is the event that records such a loss
     * @param fault what is wrong with it, as a phrase that follows the line's number
     */
    public record Line(String text, int end, long step, boolean report, OptionalLong lost, Optional<String> fault) {}

    /** Reads the lines of a file; none if it does not exist. */
    public static HistoryLines read(Path file) throws IOException {
        try {
            return of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return new HistoryLines();
        }
    }

    /** The lines of a file's content. */
    static HistoryLines of(byte[] text) {
        HistoryLines history = new HistoryLines();
        history.read(text);
        return history;
    }

    /** All complete lines. */
    public List<Line> all() {
        return lines;
    }

    /** Whether a last line lacks its end, as after a kill. */
    public boolean isCutOff() {
        return cutOff;
    }

    /** The sound lines that belong to a checkpoint: at most {@code counted}, and none of a later step. */
    public List<Line> whole(long counted, long lastStep) {
        return lines.stream()
                .filter(line -> line.fault().isEmpty() && line.step() <= lastStep)
                .limit(counted)
                .toList();
    }

    /** The newest step among lines that report a loss; 0 where none does. */
    public static long lastReported(List<Line> lines) {
        return lines.stream().filter(Line::report).mapToLong(Line::step).max().orElse(0);
    }

    private void read(byte[] text) {
        int begin = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                lines.add(line(new String(text, begin, i - begin, StandardCharsets.UTF_8), i + 1));
                begin = i + 1;
            }
        }
        cutOff = begin < text.length;
    }

    private Line line(String text, int end) {
        JsonNode line = parsed(text);
        if (!line.isObject() || !line.path("step").canConvertToLong()) {
            return new Line(text, end, -1, false, OptionalLong.empty(), Optional.of("is no JSON object with a step"));
        }
        long now = line.get("step").longValue();
        boolean report = line.has("trainBpc");
        JsonNode lost = line.path("lostLines");
        return new Line(
                text,
                end,
                now,
                report,
                lost.canConvertToLong() ? OptionalLong.of(lost.longValue()) : OptionalLong.empty(),
                line.has("event") ? event() : risen(now, report));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private Optional<String> event() {
        step = -1;
        reported = -1;
        return Optional.empty();
    }

    private Optional<String> risen(long now, boolean report) {
        boolean rises = now >= step && !(report && now == reported);
        Optional<String> fault = rises ? Optional.empty() : Optional.of("has step " + now + " after step " + step);
        step = Math.max(step, now);
        reported = report ? now : reported;
        return fault;
    }
}
