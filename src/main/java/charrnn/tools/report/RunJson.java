package charrnn.tools.report;

import charrnn.corpus.Split;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.tools.report.RunHistory.Moment;
import charrnn.tools.report.RunHistory.Note;
import charrnn.tools.report.RunHistory.Report;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** A run as JSON for the page, thinned to what a screen shows: some 300 KB at most, however long the training. */
final class RunJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext DIGITS = new MathContext(6);
    private static final int REPORTS = 1500;
    private static final int MEANS = 400;
    private static final int VALIDATIONS = 500;
    private static final int SAMPLES = 100;
    private static final int SAMPLE_LENGTH = 2000;
    private static final int EVENTS = 100;
    private static final int EVENT_LENGTH = 300;

    private RunJson() {}

    /** @param runs how many runs share the page: the more, the fewer points each */
    static ObjectNode of(Run run, int runs) {
        RunHistory history = run.history();
        ObjectNode json = JSON.createObjectNode()
                .put("name", run.name())
                .put("folder", run.folder().toString())
                .put("reportsInAll", history.reports().size())
                .put("samplesInAll", history.samples().size())
                .put("eventsInAll", history.events().size());
        json.set(
                "reports",
                columns(CurveThinning.keepingExtremes(
                        history.reports(), limit(REPORTS, runs), List.of(Report::trainBpc, Report::gradientNorm))));
        json.set("means", means(history.reports(), limit(MEANS, runs)));
        boolean scored = history.validated().stream().anyMatch(report -> !Double.isNaN(report.parses()));
        List<Report> validations = CurveThinning.keepingExtremes(
                history.validated(),
                limit(VALIDATIONS, runs),
                scored ? List.of(Report::validationBpc, Report::parses) : List.of(Report::validationBpc));
        ObjectNode validated = columns(validations);
        numbers(validated.putArray("parses"), validations, Report::parses);
        numbers(validated.putArray("functions"), validations, Report::functions);
        json.set("validations", validated);
        ArrayNode samples = json.putArray("samples");
        CurveThinning.evenly(history.samples(), limit(SAMPLES, runs))
                .forEach(sample -> add(samples, sample, SAMPLE_LENGTH));
        ArrayNode events = json.putArray("events");
        RunEvent.mostTelling(RunEvent.of(history.events()), limit(EVENTS, runs))
                .forEach(event -> add(events, event.first(), EVENT_LENGTH)
                        .put("times", event.times())
                        .put("until", event.last().at().step()));
        json.set("config", JSON.valueToTree(run.config()));
        json.set("notes", JSON.valueToTree(run.notes()));
        Verdict verdict = Verdict.of(history.reports());
        json.putObject("verdict").put("state", verdict.state()).put("reason", verdict.reason());
        run.test().ifPresent(test -> json.putObject("test")
                .put("step", test.step())
                .put("bitsPerChar", test.bitsPerChar())
                .put("chars", test.chars()));
        run.split().ifPresent(split -> json.set("corpus", corpus(split)));
        run.checkpoint().ifPresent(checkpoint -> addCheckpoint(json, checkpoint));
        run.checkpointFile().ifPresent(file -> json.put("checkpoint", file.toString()));
        return json;
    }

    /** Four runs have as many points each as one alone. */
    private static int limit(int alone, int runs) {
        return Math.max(20, alone * 4 / Math.max(4, runs));
    }

    /** Training losses of all reports, averaged by stretches: the mean of the extremes alone would lean to one side. */
    private static ObjectNode means(List<Report> reports, int limit) {
        List<Report> measured = reports.stream()
                .filter(report -> !Double.isNaN(report.trainBpc()))
                .toList();
        List<List<Report>> stretches = CurveThinning.stretches(measured, limit);
        ObjectNode means = moments(stretches.stream()
                .map(stretch -> stretch.get(stretch.size() / 2))
                .toList());
        ArrayNode column = means.putArray("trainBpc");
        stretches.forEach(stretch -> addNumber(
                column, stretch.stream().mapToDouble(Report::trainBpc).average().orElse(Double.NaN)));
        return means;
    }

    private static ObjectNode moments(List<Report> reports) {
        ObjectNode columns = JSON.createObjectNode();
        counts(columns.putArray("step"), reports, report -> report.at().step());
        counts(columns.putArray("chars"), reports, report -> report.at().chars());
        numbers(columns.putArray("seconds"), reports, report -> report.at().seconds());
        numbers(columns.putArray("epoch"), reports, report -> report.at().epoch());
        return columns;
    }

    private static ObjectNode columns(List<Report> reports) {
        ObjectNode columns = moments(reports);
        numbers(columns.putArray("learningRate"), reports, Report::learningRate);
        numbers(columns.putArray("trainBpc"), reports, Report::trainBpc);
        numbers(columns.putArray("validationBpc"), reports, Report::validationBpc);
        numbers(columns.putArray("gradientNorm"), reports, Report::gradientNorm);
        numbers(columns.putArray("charsPerSecond"), reports, Report::charsPerSecond);
        return columns;
    }

    private static void counts(ArrayNode column, List<Report> reports, ToLongFunction<Report> field) {
        reports.forEach(report -> column.add(field.applyAsLong(report)));
    }

    private static void numbers(ArrayNode column, List<Report> reports, ToDoubleFunction<Report> field) {
        reports.forEach(report -> addNumber(column, field.applyAsDouble(report)));
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

    private static ObjectNode add(ArrayNode array, Note note, int longest) {
        Moment at = note.at();
        return array.addObject()
                .put("step", at.step())
                .put("chars", at.chars())
                .put("seconds", rounded(at.seconds()))
                .put("text", cut(note.text(), longest));
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest)) + "…";
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
        // Whatever a checkpoint notes of its origin, in this version and the next.
        json.set("environment", JSON.valueToTree(checkpoint.progress().origin()));
    }
}
