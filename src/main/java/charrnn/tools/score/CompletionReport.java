package charrnn.tools.score;

import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.score.CompletionResult.LineCompleter;
import charrnn.tools.score.Report.Column;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports the results of a {@link Completer} and of an n-gram model at the same places. */
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
                                    place.before() + typed, place.after(), List.of(), MAX_CHARS, List.of(), 0, 0, 0),
                            () -> false)
                    .text();
        });
    }

    /**
     * Creates the report.
     *
     * @param facts added to the JSON
     * @param results the completer's result, then the n-gram model's
     * @param seed of the intervals
     */
    static Report of(Map<String, Object> facts, List<CompletionResult> results, long seed) {
        CompletionResult network = results.get(0);
        CompletionResult nGrams = results.get(1);
        Column<Integer> difference = network.minus(nGrams, seed);
        List<Column<?>> columns = List.of(network.column(seed), nGrams.column(seed), difference);
        Report report = new Report(facts, List.of());
        report.row(
                network.places().size() + " places",
                columns.stream().map(Column::name).toArray());
        report.rows(columns);
        report.row("first request in a file, ms", times(network, true), times(nGrams, true), "");
        report.row("later requests, ms", times(network, false), times(nGrams, false), "");
        report.json().put("places", network.places().size());
        for (int i = 0; i < results.size(); i++) {
            report.json()
                    .withArray("completers")
                    .addObject()
                    .put("name", results.get(i).name())
                    .<ObjectNode>set("results", columns.get(i).toJson())
                    .set("milliseconds", milliseconds(results.get(i)));
        }
        report.json().set("difference", difference.toJson());
        return report;
    }

    private static String times(CompletionResult result, boolean first) {
        return String.format(
                Locale.ROOT, "%.0f; 95 %% ≤ %.0f", result.milliseconds(first, 0.5), result.milliseconds(first, 0.95));
    }

    /** Null where no request was made. */
    private static ObjectNode milliseconds(CompletionResult result) {
        ObjectNode json = StrictJson.object();
        for (boolean first : new boolean[] {true, false}) {
            double median = result.milliseconds(first, 0.5);
            boolean measured = !Double.isNaN(median);
            json.put(first ? "firstMedian" : "laterMedian", measured ? median : null);
            json.put(first ? "first95" : "later95", measured ? result.milliseconds(first, 0.95) : null);
        }
        return json;
    }
}
