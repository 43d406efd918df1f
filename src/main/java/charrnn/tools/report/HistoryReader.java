package charrnn.tools.report;

import charrnn.tools.report.RunHistory.Moment;
import charrnn.tools.report.RunHistory.Note;
import charrnn.tools.report.RunHistory.Report;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Reads a history line by line; fields that it does not know are ignored, and so are lines that it cannot read. */
final class HistoryReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Report> reports = new ArrayList<>();
    private final List<Note> samples = new ArrayList<>();
    private final List<Note> events = new ArrayList<>();
    private int unreadable;

    private HistoryReader() {}

    static RunHistory read(Path file) throws IOException {
        HistoryReader reader = new HistoryReader();
        // Not Files.newBufferedReader, which fails at a character that was cut in two.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.read(line);
            }
        }
        return new RunHistory(reader.reports, reader.samples, reader.events, reader.unreadable);
    }

    private void read(String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            read(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            unreadable++;
        }
    }

    private void read(JsonNode line) {
        double step = number(line, "step");
        double chars = number(line, "chars");
        double seconds = number(line, "seconds");
        if (Double.isNaN(step + chars + seconds)) {
            unreadable++;
            return;
        }
        Moment at = new Moment((long) step, number(line, "epoch"), (long) chars, seconds);
        addReport(at, line);
        addNote(samples, at, line.path("sample"));
        addNote(events, at, line.path("event"));
    }

    private void addReport(Moment at, JsonNode line) {
        Report report = new Report(
                at,
                number(line, "learningRate"),
                number(line, "trainBpc"),
                number(line, "validationBpc"),
                number(line, "parses"),
                number(line, "functions"),
                number(line, "gradientNorm"),
                number(line, "charsPerSecond"));
        boolean measured = DoubleStream.of(
                        report.learningRate(),
                        report.trainBpc(),
                        report.validationBpc(),
                        report.functions(),
                        report.gradientNorm(),
                        report.charsPerSecond())
                .anyMatch(value -> !Double.isNaN(value));
        if (measured) {
            reports.add(report);
        }
    }

    private static void addNote(List<Note> notes, Moment at, JsonNode text) {
        if (text.isTextual()) {
            notes.add(new Note(at, text.textValue()));
        }
    }

    /** A field's number; NaN where it is absent, not a number, or larger than numbers go. */
    private static double number(JsonNode line, String field) {
        JsonNode value = line.path(field);
        return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : Double.NaN;
    }
}
