package charrnn.tools.complete;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.evaluate.Bootstrap.Interval;
import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.complete.CompletionScore.Figure;
import charrnn.tools.complete.CursorPlace.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The scores of a {@link Completer} and of simpler completers at the same places, as a table and as JSON.
 *
 * @param facts what was measured
 * @param scores the completer's score, then those for comparison
 * @param seed of the intervals
 */
public record CompletionReport(Map<String, Object> facts, List<CompletionScore> scores, long seed) {
    private static final int MAX_CHARS = 500; // of a completion

    /** Copies the list. */
    public CompletionReport {
        scores = List.copyOf(scores);
    }

    /**
     * Measures completions.
     *
     * @param facts added to the report
     * @param networks makes models of a network, without streams
     * @param mixed cache of the project, whose mixture with the network's predictions was learned
     * @param alone cache of the project that has learned no network's predictions
     * @param project text of the project, without the files
     * @param files texts of the files, in which places are drawn; at least one line has two characters
     * @param count number of places
     * @param done receives the number of places that completers have done, and the number that all have to do
     */
    public static CompletionReport measure(
            Map<String, Object> facts,
            Supplier<LanguageModel> networks,
            ContextMixer mixed,
            ContextMixer alone,
            EncodedText project,
            List<String> files,
            int count,
            long seed,
            BiConsumer<Long, Long> done) {
        List<CursorPlace> places = CursorPlace.draw(files, count, new SplittableRandom(seed));
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no place in " + files.size() + " files");
        }
        Vocabulary vocabulary = networks.get().vocabulary();
        List<Supplier<LineCompleter>> completers = List.of(
                () -> new Mixture("charrnn", networks.get(), mixed),
                () -> new Mixture("cache alone", new UniformModel(vocabulary), alone),
                () -> new Baselines.Network(networks.get()),
                () -> new Baselines.NGrams(project, vocabulary),
                () -> new Baselines.FrequentNames(project, vocabulary));
        List<CompletionScore> scores = new ArrayList<>();
        long total = (long) completers.size() * places.size();
        for (Supplier<LineCompleter> completer : completers) {
            long before = (long) scores.size() * places.size();
            scores.add(CompletionScore.of(completer.get(), places, number -> done.accept(before + number, total)));
        }
        return new CompletionReport(facts, scores, seed);
    }

    /** A completer that mixes a model with a cache. */
    private static final class Mixture implements LineCompleter {
        private final String name;
        private final Completer completer;
        private CursorPlace place = new CursorPlace("", "", "", Kind.OTHER);

        Mixture(String name, LanguageModel model, ContextMixer cache) {
            this.name = name;
            completer = new Completer(model, cache);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void moveTo(CursorPlace next) {
            completer.forget();
            place = next;
        }

        @Override
        public String complete(String typed) {
            Request request = new Request(place.before() + typed, place.after(), List.of(), MAX_CHARS, List.of(), 0, 0);
            return completer.complete(request, () -> false).text();
        }
    }

    /** The number of places. */
    public int places() {
        return scores.get(0).places().size();
    }

    /** The table, with a part for each kind of place. */
    public String table() {
        StringBuilder table = new StringBuilder();
        addRow(table, "", scores.stream().map(CompletionScore::name).toList());
        addRows(table, "all places: " + places(), figures(scores));
        addRows(
                table,
                scores.get(0).name() + " minus the others",
                scores.stream().map(this::difference).toList());
        for (Kind kind : Kind.values()) {
            List<CompletionScore> ofKind =
                    scores.stream().map(score -> score.of(kind)).toList();
            if (!ofKind.get(0).places().isEmpty()) {
                addRows(table, kind.label() + ": " + ofKind.get(0).places().size(), figures(ofKind));
            }
        }
        for (boolean first : new boolean[] {true, false}) {
            String label = first ? "first request in a file, ms" : "later requests, ms";
            addRow(
                    table,
                    label,
                    scores.stream().map(score -> times(score, first)).toList());
        }
        return table.toString();
    }

    private List<List<Interval>> figures(List<CompletionScore> of) {
        return of.stream().map(score -> score.figures(seed)).toList();
    }

    /** The first score minus each of the others; nothing for the first one. */
    private List<Interval> difference(CompletionScore from) {
        CompletionScore first = scores.get(0);
        return from == first ? List.of() : first.minus(from, seed);
    }

    /** Adds a heading and a row for each figure; a completer without figures has empty cells. */
    private static void addRows(StringBuilder table, String heading, List<List<Interval>> figures) {
        addRow(table, heading, List.of());
        for (Figure figure : Figure.values()) {
            addRow(
                    table,
                    "  " + figure.label(),
                    figures.stream()
                            .map(of -> of.isEmpty() ? "" : share(of.get(figure.ordinal())))
                            .toList());
        }
    }

    private static void addRow(StringBuilder table, String label, List<String> cells) {
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

    /** The report as JSON. */
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
