package charrnn.tools.report;

import charrnn.corpus.Split;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.tools.page.Page;
import charrnn.train.History.Line;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Converts a run to JSON for the page. Its curves are thinned to what a screen can show: 300 KB at most. */
final class RunJson {
    private static final ObjectMapper JSON = StrictJson.MAPPER;
    private static final String TRAINING_LOSS = "trainBpc";
    private static final String VALIDATION_LOSS = "validationBpc";
    private static final int DIGITS = 6;
    private static final int MAX_REPORTS = 1500;
    private static final int MAX_MEANS = 400;
    private static final int MAX_VALIDATIONS = 500;
    private static final int MAX_SAMPLES = 100;
    private static final int MAX_SAMPLE_LENGTH = 2000;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_EVENT_LENGTH = 300;

    private RunJson() {}

    static ObjectNode of(Run run) {
        List<Line> reports = run.reports();
        List<Line> samples = run.texts("sample");
        ObjectNode json = JSON.createObjectNode()
                .put("name", run.name())
                .put("folder", run.folder().toString())
                .put("reportsInAll", reports.size())
                .put("samplesInAll", samples.size())
                .put("eventsInAll", run.texts("event").size());
        List<Line> thinned = CurveThinning.keepingExtremes(
                reports, MAX_REPORTS, List.of(number(TRAINING_LOSS), number("gradientNorm")));
        json.set(
                "reports",
                columns(thinned, TRAINING_LOSS, VALIDATION_LOSS, "learningRate", "gradientNorm", "charsPerSecond"));
        json.set("means", means(reports));
        json.set("validations", validations(reports));
        ArrayNode sampleArray = json.putArray("samples");
        CurveThinning.evenly(samples, MAX_SAMPLES)
                .forEach(sample -> addText(sampleArray, sample, "sample", MAX_SAMPLE_LENGTH));
        ArrayNode eventArray = json.putArray("events");
        CurveThinning.evenly(run.texts("event"), MAX_EVENTS)
                .forEach(event -> addText(eventArray, event, "event", MAX_EVENT_LENGTH));
        json.set("config", JSON.valueToTree(run.config()));
        json.set("notes", JSON.valueToTree(run.notes()));
        run.testLoss().ifPresent(test -> json.putObject("test")
                .put("step", run.checkpoint().orElseThrow().progress().step())
                .put("bitsPerChar", test.bits())
                .put("chars", test.chars()));
        run.split().ifPresent(split -> json.set("corpus", corpus(split)));
        run.checkpoint().ifPresent(checkpoint -> addCheckpoint(json, checkpoint));
        run.checkpointFile().ifPresent(file -> json.put("checkpoint", file.toString()));
        return json;
    }

    private static ToDoubleFunction<Line> number(String field) {
        return line -> line.number(field);
    }

    private static ObjectNode validations(List<Line> reports) {
        List<Line> validated = Run.having(reports, VALIDATION_LOSS);
        return columns(
                CurveThinning.keepingExtremes(validated, MAX_VALIDATIONS, List.of(number(VALIDATION_LOSS))),
                VALIDATION_LOSS);
    }

    /** Training losses averaged over stretches of all reports; averages of the thinned reports would be biased. */
    private static ObjectNode means(List<Line> reports) {
        List<List<Line>> stretches = CurveThinning.stretches(Run.having(reports, TRAINING_LOSS), MAX_MEANS);
        ObjectNode means = columns(stretches.stream()
                .map(stretch -> stretch.get(stretch.size() / 2))
                .toList());
        ArrayNode column = means.putArray(TRAINING_LOSS);
        stretches.forEach(stretch -> column.add(rounded(
                stretch.stream().mapToDouble(number(TRAINING_LOSS)).average().orElse(Double.NaN))));
        return means;
    }

    /** The values of each field, with steps, characters, seconds and epochs. */
    private static ObjectNode columns(List<Line> lines, String... fields) {
        ObjectNode columns = JSON.createObjectNode();
        ArrayNode steps = columns.putArray("step");
        ArrayNode chars = columns.putArray("chars");
        for (Line line : lines) {
            steps.add(line.step());
            chars.add((long) line.number("chars"));
        }
        Stream.concat(Stream.of("seconds", "epoch"), Stream.of(fields)).forEach(field -> {
            ArrayNode column = columns.putArray(field);
            lines.forEach(line -> column.add(rounded(line.number(field))));
        });
        return columns;
    }

    private static JsonNode rounded(double value) {
        return Page.number(value, DIGITS);
    }

    private static void addText(ArrayNode array, Line line, String field, int maxLength) {
        String text = line.json().path(field).textValue();
        boolean fits = text.codePointCount(0, text.length()) <= maxLength;
        array.addObject()
                .put("step", line.step())
                .put("chars", (long) line.number("chars"))
                .<ObjectNode>set("seconds", rounded(line.number("seconds")))
                .put("text", fits ? text : text.substring(0, text.offsetByCodePoints(0, maxLength)) + "…");
    }

    private static ObjectNode corpus(Split split) {
        ObjectNode corpus = JSON.createObjectNode();
        for (Split.Part part : Split.Part.values()) {
            List<Split.Piece> pieces = split.of(part);
            corpus.putObject(part.toString())
                    .put("files", pieces.size())
                    .put("chars", pieces.stream().mapToLong(Split.Piece::chars).sum());
        }
        return corpus;
    }

    private static void addCheckpoint(ObjectNode json, CheckpointReader.Summary checkpoint) {
        json.putObject("network")
                .put("vocabulary", checkpoint.design().vocabulary())
                .put("matches", checkpoint.design().encoding().matches())
                .put("names", checkpoint.design().encoding().names())
                .put("parameters", checkpoint.design().parameterCount())
                .set("hidden", JSON.valueToTree(checkpoint.design().model().hiddenSizes()));
        json.set("environment", JSON.valueToTree(checkpoint.progress().origin()));
    }
}
