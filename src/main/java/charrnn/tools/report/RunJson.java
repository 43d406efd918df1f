package charrnn.tools.report;

import charrnn.corpus.Split;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.History.Line;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Converts a run to JSON for the page. Its curves are thinned to what a screen can show: 300 KB at most. */
final class RunJson {
    private static final ObjectMapper JSON = StrictJson.MAPPER;
    private static final MathContext DIGITS = new MathContext(6);
    private static final int MAX_REPORTS = 1500;
    private static final int MAX_MEANS = 400;
    private static final int MAX_VALIDATIONS = 500;
    private static final int MAX_SAMPLES = 100;
    private static final int MAX_SAMPLE_LENGTH = 2000;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_EVENT_LENGTH = 300;

    private RunJson() {}

    /** @param runs number of runs on the page: the more, the fewer points each has */
    static ObjectNode of(Run run, int runs) {
        List<Line> reports = run.reports();
        List<Line> samples = run.texts("sample");
        ObjectNode json = JSON.createObjectNode()
                .put("name", run.name())
                .put("folder", run.folder().toString())
                .put("reportsInAll", reports.size())
                .put("samplesInAll", samples.size())
                .put("eventsInAll", run.texts("event").size());
        json.set(
                "reports",
                columns(CurveThinning.keepingExtremes(
                        reports, limit(MAX_REPORTS, runs), List.of(number("trainBpc"), number("gradientNorm")))));
        json.set("means", means(reports, limit(MAX_MEANS, runs)));
        json.set("validations", validations(reports, limit(MAX_VALIDATIONS, runs)));
        ArrayNode sampleArray = json.putArray("samples");
        CurveThinning.evenly(samples, limit(MAX_SAMPLES, runs))
                .forEach(sample -> addText(sampleArray, sample, "sample", MAX_SAMPLE_LENGTH));
        json.set("events", events(run.texts("event"), limit(MAX_EVENTS, runs)));
        json.set("config", JSON.valueToTree(run.config()));
        json.set("notes", JSON.valueToTree(run.notes()));
        Verdict verdict = Verdict.of(reports);
        json.putObject("verdict").put("state", verdict.state()).put("reason", verdict.reason());
        run.testLoss().ifPresent(test -> json.putObject("test")
                .put("step", run.checkpoint().orElseThrow().progress().step())
                .put("bitsPerChar", test.bits())
                .put("chars", test.chars()));
        run.split().ifPresent(split -> json.set("corpus", corpus(split)));
        run.checkpoint().ifPresent(checkpoint -> addCheckpoint(json, checkpoint));
        run.checkpointFile().ifPresent(file -> json.put("checkpoint", file.toString()));
        return json;
    }

    /** The limit of each of several runs; up to four runs have as many points each as one alone. */
    private static int limit(int alone, int runs) {
        return Math.max(20, alone * 4 / Math.max(4, runs));
    }

    private static ToDoubleFunction<Line> number(String field) {
        return line -> line.number(field);
    }

    private static boolean has(Line line, String field) {
        return !Double.isNaN(line.number(field));
    }

    private static ObjectNode validations(List<Line> reports, int limit) {
        List<Line> validated = reports.stream()
                .filter(line -> has(line, "validationBpc") || has(line, "functions"))
                .toList();
        boolean scored = validated.stream().anyMatch(line -> has(line, "parses"));
        List<ToDoubleFunction<Line>> drawn =
                scored ? List.of(number("validationBpc"), number("parses")) : List.of(number("validationBpc"));
        List<Line> kept = CurveThinning.keepingExtremes(validated, limit, drawn);
        ObjectNode columns = columns(kept);
        addColumn(columns, kept, "parses");
        addColumn(columns, kept, "functions");
        return columns;
    }

    /** Training losses averaged over stretches of all reports; averages of the thinned reports would be biased. */
    private static ObjectNode means(List<Line> reports, int limit) {
        List<Line> measured =
                reports.stream().filter(line -> has(line, "trainBpc")).toList();
        List<List<Line>> stretches = CurveThinning.stretches(measured, limit);
        ObjectNode means = timeColumns(stretches.stream()
                .map(stretch -> stretch.get(stretch.size() / 2))
                .toList());
        ArrayNode column = means.putArray("trainBpc");
        stretches.forEach(stretch -> addNumber(
                column,
                stretch.stream().mapToDouble(number("trainBpc")).average().orElse(Double.NaN)));
        return means;
    }

    private static ObjectNode timeColumns(List<Line> lines) {
        ObjectNode columns = JSON.createObjectNode();
        ArrayNode steps = columns.putArray("step");
        ArrayNode chars = columns.putArray("chars");
        for (Line line : lines) {
            steps.add(line.step());
            chars.add((long) line.number("chars"));
        }
        addColumn(columns, lines, "seconds");
        addColumn(columns, lines, "epoch");
        return columns;
    }

    private static ObjectNode columns(List<Line> lines) {
        ObjectNode columns = timeColumns(lines);
        List.of("learningRate", "trainBpc", "validationBpc", "gradientNorm", "charsPerSecond")
                .forEach(field -> addColumn(columns, lines, field));
        return columns;
    }

    private static void addColumn(ObjectNode columns, List<Line> lines, String field) {
        ArrayNode column = columns.putArray(field);
        lines.forEach(line -> addNumber(column, line.number(field)));
    }

    private static void addNumber(ArrayNode column, double value) {
        if (Double.isNaN(value)) {
            column.addNull();
        } else {
            column.add(rounded(value));
        }
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    }

    private static ObjectNode addText(ArrayNode array, Line line, String field, int maxLength) {
        String text = text(line, field);
        boolean fits = text.codePointCount(0, text.length()) <= maxLength;
        return array.addObject()
                .put("step", line.step())
                .put("chars", (long) line.number("chars"))
                .put("seconds", rounded(line.number("seconds")))
                .put("text", fits ? text : text.substring(0, text.offsetByCodePoints(0, maxLength)) + "…");
    }

    /** Converts events. Consecutive ones with the same text, such as failures of a save, become one with a count. */
    private static ArrayNode events(List<Line> all, int limit) {
        List<List<Line>> groups = new ArrayList<>();
        for (Line event : all) {
            int last = groups.size() - 1;
            if (last < 0 || !text(groups.get(last).get(0), "event").equals(text(event, "event"))) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(event);
        }
        ArrayNode events = JSON.createArrayNode();
        for (List<Line> group : CurveThinning.evenly(groups, limit)) {
            addText(events, group.get(0), "event", MAX_EVENT_LENGTH)
                    .put("times", group.size())
                    .put("until", group.get(group.size() - 1).step());
        }
        return events;
    }

    private static String text(Line line, String field) {
        return line.json().path(field).textValue();
    }

    private static ObjectNode corpus(Split split) {
        ObjectNode corpus = JSON.createObjectNode();
        for (Split.Part part : Split.Part.values()) {
            List<Split.Piece> pieces = split.of(part);
            corpus.putObject(part.name().toLowerCase(Locale.ROOT))
                    .put("files", pieces.size())
                    .put("chars", pieces.stream().mapToLong(Split.Piece::chars).sum());
        }
        return corpus;
    }

    private static void addCheckpoint(ObjectNode json, CheckpointReader.Summary checkpoint) {
        json.putObject("network")
                .put("vocabulary", checkpoint.vocabulary())
                .put("parameters", checkpoint.parameters())
                .set("hidden", JSON.valueToTree(checkpoint.hidden()));
        json.set("environment", JSON.valueToTree(checkpoint.progress().origin()));
    }
}
