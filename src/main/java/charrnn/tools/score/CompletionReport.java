package charrnn.tools.score;

import charrnn.config.TerminalText;
import charrnn.corpus.EncodedText;
import charrnn.files.StrictJson;
import charrnn.match.MatchMemory;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.CompletionResult.Fraction;
import charrnn.tools.score.CompletionResult.LineCompleter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a {@link Completer} and of an n-gram model at the same places, as a table and as JSON.
 *
 * @param facts added to the JSON
 * @param results the completer's result, then the n-gram model's
 * @param seed of the intervals
 */
record CompletionReport(Map<String, Object> facts, List<CompletionResult> results, long seed) {
    private static final int MAX_CHARS = 500; // of a completion

    /**
     * Measures completions.
     *
     * @param network has no streams
     * @param project text in which the network finds matches, if it reads matches
     * @param files texts that are not in the project, in which places are drawn; at least one line has two characters
     * @param count number of places
     * @param stopped ends the measurement after a place if it is true
     * @param done receives the number of places done, and the number of all
     */
    static CompletionReport measure(
            Map<String, Object> facts,
            LanguageModel network,
            EncodedText project,
            List<String> files,
            int count,
            long seed,
            BooleanSupplier stopped,
            BiConsumer<Integer, Integer> done) {
        List<CursorPlace> places = CursorPlace.draw(files, count, new SplittableRandom(seed));
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no place in " + files.size() + " files");
        }
        network.useMemory(() -> MatchMemory.of(project));
        List<LineCompleter> completers = List.of(charrnn(network), NGrams.completer(project, network.vocabulary()));
        return new CompletionReport(
                facts,
                CompletionResult.of(completers, places, stopped, number -> done.accept(number, places.size())),
                seed);
    }

    private static LineCompleter charrnn(LanguageModel network) {
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

    private CompletionResult network() {
        return results.get(0);
    }

    private CompletionResult nGrams() {
        return results.get(1);
    }

    private List<Interval> difference() {
        return network().minus(nGrams(), seed);
    }

    String table() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(network().places().size() + " places", network().name(), nGrams().name(), "difference"));
        List<List<Interval>> columns = List.of(network().intervals(seed), nGrams().intervals(seed), difference());
        for (Fraction fraction : Fraction.values()) {
            Stream<String> cells = columns.stream()
                    .map(column -> column.get(fraction.ordinal()).toPercent());
            table.add(Stream.concat(Stream.of(fraction.label), cells).toList());
        }
        table.add(List.of("first request in a file, ms", times(network(), true), times(nGrams(), true), ""));
        table.add(List.of("later requests, ms", times(network(), false), times(nGrams(), false), ""));
        return TerminalText.table(table).stream()
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static String times(CompletionResult result, boolean first) {
        return String.format(
                Locale.ROOT, "%.0f; 95 %% ≤ %.0f", result.milliseconds(first, 0.5), result.milliseconds(first, 0.95));
    }

    ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.put("places", network().places().size());
        for (CompletionResult result : results) {
            ObjectNode json = document.withArray("completers").addObject().put("name", result.name());
            set(json.putObject("results"), result.intervals(seed));
            json.set("milliseconds", milliseconds(result));
        }
        set(document.putObject("difference"), difference());
        return document;
    }

    private static void set(ObjectNode json, List<Interval> results) {
        for (Fraction fraction : Fraction.values()) {
            json.set(StrictJson.key(fraction), results.get(fraction.ordinal()).toJson());
        }
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
