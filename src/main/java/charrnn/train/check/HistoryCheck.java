package charrnn.train.check;

import charrnn.config.Count;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code history.jsonl}: each line is an object, and steps rise, but that an event may tell of a return to an earlier. */
final class HistoryCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Findings findings;
    private final OptionalLong counted;
    private long lines;
    private long faults;
    private OptionalLong first = OptionalLong.empty();
    private long latest;
    private long step = -1;
    private long reported = -1;

    private HistoryCheck(String name, OptionalLong counted) {
        this.findings = new Findings(name);
        this.counted = counted;
    }

    /** @param counted lines that belong to the newest checkpoint; empty where there is none that can be read */
    static FileReport of(Path file, OptionalLong counted) throws IOException {
        HistoryCheck check = new HistoryCheck(String.valueOf(file.getFileName()), counted);
        check.read(Files.readAllBytes(file));
        return check.report();
    }

    private void read(byte[] text) {
        int begin = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                lines++;
                line(new String(text, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        if (begin < text.length) {
            findings.note("its last line is cut off, as by a kill; --resume removes it");
        }
    }

    private void line(String text) {
        JsonNode line = parsed(text);
        if (!line.isObject() || !line.path("step").canConvertToLong()) {
            fault("is no JSON object with a step");
            return;
        }
        long now = line.get("step").longValue();
        first = first.isEmpty() ? OptionalLong.of(now) : first;
        latest = now;
        if (line.has("event")) {
            step = -1;
            reported = -1;
            return;
        }
        if (now < step || now == reported && line.has("trainBpc")) {
            fault("has step " + now + " after step " + step);
        }
        step = Math.max(step, now);
        reported = line.has("trainBpc") ? now : reported;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Tells of the first only: where one line is broken, many may be. */
    private void fault(String what) {
        faults++;
        if (faults > 1) {
            return;
        }
        if (lines <= counted.orElse(0)) {
            findings.problem("line " + lines + " " + what);
        } else {
            findings.note("line " + lines + " " + what + "; --resume removes it");
        }
    }

    private FileReport report() {
        findings.fact("lines", lines);
        first.ifPresent(number -> findings.fact("firstStep", number));
        first.ifPresent(number -> findings.fact("lastStep", latest));
        counted.ifPresent(this::compare);
        return findings.report(
                first.isEmpty()
                        ? Count.of(lines, "line")
                        : String.format(
                                Locale.ROOT,
                                "%s, steps %,d to %,d",
                                Count.of(lines, "line"),
                                first.getAsLong(),
                                latest));
    }

    private void compare(long belong) {
        findings.fact("countedLines", belong);
        if (lines < belong) {
            findings.problem("has " + Count.of(lines, "line") + ", but last.zip counts " + belong);
        } else if (lines > belong) {
            findings.note(Count.of(lines - belong, "line")
                    + " newer than last.zip; --resume removes what is newer and comes to it again");
        }
    }
}
