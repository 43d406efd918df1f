package charrnn.tools.complete;

import charrnn.corpus.EncodedText;
import charrnn.corpus.MatchMemory;
import charrnn.corpus.Vocabulary;
import charrnn.evaluate.Bootstrap.Interval;
import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.complete.CompletionScore.Figure;
import charrnn.tools.complete.CompletionScore.LineCompleter;
import charrnn.tools.complete.CursorPlace.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The scores of a {@link Completer} and of simpler completers at the same places, as a table and as JSON.
 *
 * @param facts added to the JSON
 * @param scores the completer's score, then those for comparison
 * @param seed of the intervals
 */
public record CompletionReport(Map<String, Object> facts, List<CompletionScore> scores, long seed) {
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
    public static CompletionReport measure(
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
        List<CompletionScore> scores = new ArrayList<>();
        long total = (long) completers.size() * places.size();
        for (LineCompleter completer : completers) {
            long before = (long) scores.size() * places.size();
            scores.add(CompletionScore.of(completer, places, number -> done.accept(before + number, total)));
        }
        return new CompletionReport(facts, scores, seed);
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
        return scores.get(0).places().size();
    }

    /** The table, with a part for each kind of place. */
    public String table() {
        StringBuilder table = new StringBuilder();
        CompletionScore first = scores.get(0);
        addRow(table, "", scores.stream().map(CompletionScore::name));
        addRows(table, "all places: " + places(), score -> score.figures(seed));
        addRows(table, first.name() + " minus the others", this::difference);
        for (Kind kind : Kind.values()) {
            int ofKind = first.of(kind).places().size();
            if (ofKind > 0) {
                addRows(table, kind.label + ": " + ofKind, score -> score.of(kind)
                        .figures(seed));
            }
        }
        addRow(table, "first request in a file, ms", scores.stream().map(score -> times(score, true)));
        addRow(table, "later requests, ms", scores.stream().map(score -> times(score, false)));
        return table.toString();
    }

    /** The first score minus another one; nothing for the first one. */
    private List<Interval> difference(CompletionScore from) {
        CompletionScore first = scores.get(0);
        return from == first ? List.of() : first.minus(from, seed);
    }

    /** Adds a heading and a row for each figure; a completer without figures has empty cells. */
    private void addRows(StringBuilder table, String heading, Function<CompletionScore, List<Interval>> figures) {
        addRow(table, heading, Stream.of());
        List<List<Interval>> columns = scores.stream().map(figures).toList();
        for (Figure figure : Figure.values()) {
            addRow(
                    table,
                    "  " + figure.label,
                    columns.stream().map(column -> column.isEmpty() ? "" : share(column.get(figure.ordinal()))));
        }
    }

    private static void addRow(StringBuilder table, String label, Stream<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-34s", label));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, "  %-20s", cell)));
        table.append(row.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static String share(Interval interval) {
        String value = String.format(Locale.ROOT, "%.1f %%", 100 * interval.value());
        String ends = String.format(Locale.ROOT, " (%.1f–%.1f)", 100 * interval.low(), 100 * interval.high());
        return interval.hasEnds() ? value + ends : value;
    }

    private static String times(CompletionScore score, boolean first) {
        return String.format(
                Locale.ROOT, "%.0f; 95 %% ≤ %.0f", score.milliseconds(first, 0.5), score.milliseconds(first, 0.95));
    }

    public ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.put("places", places());
        for (CompletionScore score : scores) {
            ObjectNode json = document.withArray("completers").addObject().put("name", score.name());
            addFigures(json, score);
            if (score != scores.get(0)) {
                set(json.putObject("firstMinusThis"), difference(score));
            }
            ObjectNode kinds = json.putObject("kinds");
            for (Kind kind : Kind.values()) {
                if (!score.of(kind).places().isEmpty()) {
                    addFigures(kinds.putObject(StrictJson.key(kind)), score.of(kind));
                }
            }
            json.set("milliseconds", milliseconds(score));
        }
        return document;
    }

    private void addFigures(ObjectNode json, CompletionScore score) {
        set(json.put("places", score.places().size()).putObject("figures"), score.figures(seed));
    }

    private static void set(ObjectNode json, List<Interval> figures) {
        for (Figure figure : Figure.values()) {
            json.set(StrictJson.key(figure), figures.get(figure.ordinal()).toJson());
        }
    }

    /** Null where no request was made. */
    private static ObjectNode milliseconds(CompletionScore score) {
        ObjectNode json = StrictJson.MAPPER.createObjectNode();
        for (boolean first : new boolean[] {true, false}) {
            double median = score.milliseconds(first, 0.5);
            boolean measured = !Double.isNaN(median);
            json.put(first ? "firstMedian" : "laterMedian", measured ? median : null);
            json.put(first ? "first95" : "later95", measured ? score.milliseconds(first, 0.95) : null);
        }
        return json;
    }
}
