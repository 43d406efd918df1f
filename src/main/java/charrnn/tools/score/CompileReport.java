package charrnn.tools.score;

import charrnn.config.TerminalText;
import charrnn.files.StrictJson;
import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.CCompiler.Message;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bodies that a network wrote, beside the files' own ones at the same places, as a table and as JSON.
 *
 * @param facts added to the JSON; the checkpoint is the name of the first column
 * @param notes places that are missing, with the reason
 * @param seed of the intervals
 */
record CompileReport(
        Map<String, Object> facts,
        List<String> notes,
        List<CompilePlace> places,
        List<BodyScore> written,
        List<BodyScore> own,
        long seed) {
    private static final int SUBSTANTIAL = 3; // statements

    /** The measures, in the order of the rows; all but the last two are shares. */
    enum Row {
        COMPILES("bodies that compile", share(BodyScore::compiles)),
        CLEAN("… without a warning", share(it -> it.messages().isEmpty())),
        SUBSTANTIAL_COMPILES(
                "bodies of 3 statements or more that compile",
                share(it -> it.compiles() && it.statements() >= SUBSTANTIAL)),
        PARAMETERS("parameters used", ratio(BodyScore::usedParameters, BodyScore::parameters)),
        DISTINCT_LINES("distinct lines", ratio(BodyScore::distinctLines, BodyScore::lines)),
        NESTED_CALLS("bodies with calls nested 3 deep", share(BodyScore::nested)),
        STATEMENTS("statements, median", scores -> median(scores)),
        BITS("bits per character", ratio(it -> it.body().bits(), it -> it.body().chars()));

        final String label;
        private final Function<List<BodyScore>, Double> value;

        Row(String label, Function<List<BodyScore>, Double> value) {
            this.label = label;
            this.value = value;
        }

        boolean isShare() {
            return this != STATEMENTS && this != BITS;
        }
    }

    private static Function<List<BodyScore>, Double> share(Predicate<BodyScore> holds) {
        return ratio(it -> holds.test(it) ? 1 : 0, it -> 1);
    }

    private static Function<List<BodyScore>, Double> ratio(
            ToDoubleFunction<BodyScore> part, ToDoubleFunction<BodyScore> whole) {
        return scores -> scores.stream().mapToDouble(part).sum()
                / scores.stream().mapToDouble(whole).sum();
    }

    private static double median(List<BodyScore> scores) {
        return Bootstrap.quantile(
                scores.stream().mapToDouble(BodyScore::statements).sorted().toArray(), 0.5);
    }

    private List<Interval> intervals(List<BodyScore> scores) {
        return Bootstrap.intervals(
                scores,
                drawn -> Stream.of(Row.values())
                        .mapToDouble(row -> row.value.apply(drawn))
                        .toArray(),
                seed);
    }

    private static Map<ErrorKind, Long> errors(List<BodyScore> scores) {
        return scores.stream()
                .flatMap(it -> it.messages().stream())
                .filter(Message::isError)
                .collect(Collectors.groupingBy(message -> ErrorKind.of(message.text()), Collectors.counting()));
    }

    /** The table, with the notes below it. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(places.size() + " places", String.valueOf(facts.get("checkpoint")), "the files' own"));
        List<Interval> ofWritten = intervals(written);
        List<Interval> ofOwn = intervals(own);
        for (Row row : Row.values()) {
            rows.add(Stream.concat(
                            Stream.of(row.label),
                            Stream.of(ofWritten, ofOwn)
                                    .map(values -> values.get(row.ordinal()))
                                    .map(value -> row.isShare() ? value.toPercent() : value.toText(2, 1, "")))
                    .toList());
        }
        for (ErrorKind kind : ErrorKind.values()) {
            rows.add(List.of(
                    "errors: " + kind.label, String.valueOf(errors(written).getOrDefault(kind, 0L)), ""));
        }
        return Stream.concat(TerminalText.table(rows).stream(), notes.stream())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** The report as JSON, with the bodies. */
    ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.set("notes", StrictJson.MAPPER.valueToTree(notes));
        document.put("places", places.size());
        document.set("written", results(written));
        document.set("own", results(own));
        for (int i = 0; i < places.size(); i++) {
            CompilePlace place = places.get(i);
            document.withArray("bodies")
                    .addObject()
                    .put("file", place.file().toString())
                    .put("line", place.line())
                    .put("head", place.head())
                    .setAll(StrictJson.MAPPER.<ObjectNode>valueToTree(written.get(i)));
        }
        return document;
    }

    private ObjectNode results(List<BodyScore> scores) {
        ObjectNode json = StrictJson.object();
        List<Interval> intervals = intervals(scores);
        for (Row row : Row.values()) {
            json.set(StrictJson.key(row), intervals.get(row.ordinal()).toJson());
        }
        Map<ErrorKind, Long> errors = errors(scores);
        for (ErrorKind kind : ErrorKind.values()) {
            json.withObject("/errors").put(StrictJson.key(kind), errors.getOrDefault(kind, 0L));
        }
        return json;
    }
}
