package charrnn.lab;

import charrnn.files.StrictJson;
import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.lab.CompletionResult.PlaceResult;
import charrnn.lab.Report.Column;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports the results of a {@link Completer} and of simpler ones at the same places. */
final class CompletionReport {
    private static final int MAX_CHARS = 500; // of a completion

    private CompletionReport() {}

    /** @param network has no streams */
    static LineCompleter completer(LanguageModel network) {
        Completer completer = new Completer(network);
        return new LineCompleter("charrnn", place -> {
            completer.forget();
            return typed -> completer
                    .complete(
                            new Request(
                                    place.before() + typed, place.after(), List.of(), MAX_CHARS, List.of(), 0, 0, 0, 0),
                            () -> false)
                    .suggestion();
        });
    }

    /**
     * Creates the report.
     *
     * @param facts added to the JSON
     * @param results those of the completer, of the n-gram model and of others, each with the minimum confidence of the table, and
     *     then with others
     * @param seed of the intervals
     */
    static Report of(Map<String, Object> facts, List<List<CompletionResult>> results, long seed) {
        List<CompletionResult> first = results.stream().map(it -> it.get(0)).toList();
        Column<Integer> difference = first.get(0).minus(first.get(1), seed);
        List<Column<?>> columns = new ArrayList<>();
        first.forEach(result -> columns.add(result.column(seed)));
        columns.add(difference);
        Report report = new Report(facts, List.of());
        ObjectNode json = report.json();
        int places = first.get(0).places().size();
        report.row(places + " places", columns.stream().map(Column::name).toArray());
        report.rows(columns);
        report.row("first request in a file, ms", times(first, true));
        report.row("later requests, ms", times(first, false));
        json.put("places", places);
        for (int i = 0; i < results.size(); i++) {
            json.withArray("completers")
                    .addObject()
                    .put("name", first.get(i).name())
                    .<ObjectNode>set("results", columns.get(i).toJson())
                    .<ObjectNode>set("milliseconds", milliseconds(first.get(i)))
                    .set("byConfidence", byConfidence(results.get(i)));
        }
        json.set("difference", difference.toJson());
        addConfidences(report, results.get(0));
        return report;
    }

    /** The values with each minimum confidence. */
    private static ArrayNode byConfidence(List<CompletionResult> results) {
        ArrayNode json = StrictJson.MAPPER.createArrayNode();
        for (CompletionResult result : results) {
            ObjectNode values =
                    json.addObject().put("minConfidence", result.confidence()).putObject("results");
            CompletionResult.MEASURES.forEach(it -> values.put(it.key(), finite(it.of(result.places()))));
        }
        return json;
    }

    private static void addConfidences(Report report, List<CompletionResult> results) {
        List<CompletionResult> others = results.subList(1, results.size());
        report.row("");
        report.row(
                "charrnn, --min-confidence",
                others.stream().map(it -> Double.toString(it.confidence())).toArray());
        for (Statistic<PlaceResult> measure : CompletionResult.MEASURES) {
            report.row(
                    measure.label(),
                    others.stream()
                            .map(it -> new Interval(measure.of(it.places()), Double.NaN, Double.NaN)
                                    .toText(measure.isShare()))
                            .toArray());
        }
    }

    private static Object[] times(List<CompletionResult> results, boolean first) {
        return results.stream()
                .map(it -> String.format(
                        Locale.ROOT, "%.0f; 95 %% ≤ %.0f", it.milliseconds(first, 0.5), it.milliseconds(first, 0.95)))
                .toArray();
    }

    /** Null where no request was made. */
    private static ObjectNode milliseconds(CompletionResult result) {
        ObjectNode json = StrictJson.object();
        for (boolean first : new boolean[] {true, false}) {
            json.put(first ? "firstMedian" : "laterMedian", finite(result.milliseconds(first, 0.5)));
            json.put(first ? "first95" : "later95", finite(result.milliseconds(first, 0.95)));
        }
        return json;
    }

    private static @Nullable Double finite(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
