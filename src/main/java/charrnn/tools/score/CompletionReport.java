package charrnn.tools.score;

import charrnn.config.TerminalText;
import charrnn.corpus.EncodedText;
import charrnn.corpus.MatchMemory;
import charrnn.corpus.Vocabulary;
import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.CompletionResult.Figure;
import charrnn.tools.score.CompletionResult.LineCompleter;
import charrnn.tools.score.CursorPlace.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a {@link Completer} and of simpler completers at the same places, as a table and as JSON.
 *
 * @param facts added to the JSON
 * @param results the completer's result, then those for comparison
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
     * @param done receives the number of places that completers have done, and the number that all have to do
     */
    static CompletionReport measure(
            Map<String, Object> facts,
            LanguageModel network,
            EncodedText project,
            List<String> files,
            int count,
            long seed,
            BiConsumer<Long, Long> done) {
        List<CursorPlace> places = CursorPlace.draw(files, count, new SplittableRandom(seed));
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no place in " + files.size() + " files");
        }
        Vocabulary vocabulary = network.vocabulary();
        network.useMemory(() -> MatchMemory.of(project));
        List<LineCompleter> completers = List.of(
                charrnn(network), Baselines.nGrams(project, vocabulary), Baselines.frequentNames(project, vocabulary));
        List<CompletionResult> results = new ArrayList<>();
        long total = (long) completers.size() * places.size();
        for (LineCompleter completer : completers) {
            long before = (long) results.size() * places.size();
            results.add(CompletionResult.of(completer, places, number -> done.accept(before + number, total)));
        }
        return new CompletionReport(facts, results, seed);
    }

    private static LineCompleter charrnn(LanguageModel network) {
        Completer completer = new Completer(network);
        return new LineCompleter("charrnn", place -> {
            completer.forget();
            return typed -> completer
                    .complete(
                            new Request(place.before() + typed, place.after(), List.of(), MAX_CHARS, List.of(), 0, 0),
                            () -> false)
                    .text();
        });
    }

    private int places() {
        return results.get(0).places().size();
    }

    /** The table, with a part for each kind of place. */
    String table() {
        List<List<String>> table = new ArrayList<>();
        CompletionResult first = results.get(0);
        addRow(table, "", results.stream().map(CompletionResult::name));
        addRows(table, "all places: " + places(), result -> result.figures(seed));
        addRows(table, first.name() + " minus the others", this::difference);
        for (Kind kind : Kind.values()) {
            int ofKind = first.of(kind).places().size();
            if (ofKind > 0) {
                addRows(table, kind.label + ": " + ofKind, result -> result.of(kind)
                        .figures(seed));
            }
        }
        addRow(table, "first request in a file, ms", results.stream().map(result -> times(result, true)));
        addRow(table, "later requests, ms", results.stream().map(result -> times(result, false)));
        return TerminalText.table(table).stream()
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** The first result minus another one; nothing for the first one. */
    private List<Interval> difference(CompletionResult from) {
        CompletionResult first = results.get(0);
        return from == first ? List.of() : first.minus(from, seed);
    }

    /** Adds a heading and a row for each measure; a completer without shares has empty cells. */
    private void addRows(List<List<String>> table, String heading, Function<CompletionResult, List<Interval>> figures) {
        addRow(table, heading, results.stream().map(result -> ""));
        List<List<Interval>> columns = results.stream().map(figures).toList();
        for (Figure figure : Figure.values()) {
            addRow(
                    table,
                    "  " + figure.label,
                    columns.stream().map(column -> column.isEmpty() ? "" : share(column.get(figure.ordinal()))));
        }
    }

    private static void addRow(List<List<String>> table, String label, Stream<String> cells) {
        table.add(Stream.concat(Stream.of(label), cells).toList());
    }

    private static String share(Interval interval) {
        String value = String.format(Locale.ROOT, "%.1f %%", 100 * interval.value());
        String ends = String.format(Locale.ROOT, " (%.1f–%.1f)", 100 * interval.low(), 100 * interval.high());
        return interval.hasEnds() ? value + ends : value;
    }

    private static String times(CompletionResult result, boolean first) {
        return String.format(
                Locale.ROOT, "%.0f; 95 %% ≤ %.0f", result.milliseconds(first, 0.5), result.milliseconds(first, 0.95));
    }

    ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.put("places", places());
        for (CompletionResult result : results) {
            ObjectNode json = document.withArray("completers").addObject().put("name", result.name());
            addFigures(json, result);
            if (result != results.get(0)) {
                set(json.putObject("firstMinusThis"), difference(result));
            }
            ObjectNode kinds = json.putObject("kinds");
            for (Kind kind : Kind.values()) {
                if (!result.of(kind).places().isEmpty()) {
                    addFigures(kinds.putObject(StrictJson.key(kind)), result.of(kind));
                }
            }
            json.set("milliseconds", milliseconds(result));
        }
        return document;
    }

    private void addFigures(ObjectNode json, CompletionResult result) {
        set(json.put("places", result.places().size()).putObject("figures"), result.figures(seed));
    }

    private static void set(ObjectNode json, List<Interval> figures) {
        for (Figure figure : Figure.values()) {
            json.set(StrictJson.key(figure), figures.get(figure.ordinal()).toJson());
        }
    }

    /** Null where no request was made. */
    private static ObjectNode milliseconds(CompletionResult result) {
        ObjectNode json = StrictJson.MAPPER.createObjectNode();
        for (boolean first : new boolean[] {true, false}) {
            double median = result.milliseconds(first, 0.5);
            boolean measured = !Double.isNaN(median);
            json.put(first ? "firstMedian" : "laterMedian", measured ? median : null);
            json.put(first ? "first95" : "later95", measured ? result.milliseconds(first, 0.95) : null);
        }
        return json;
    }
}
