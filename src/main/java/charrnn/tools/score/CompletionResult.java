package charrnn.tools.score;

import charrnn.tools.score.Bootstrap.Statistic;
import charrnn.tools.score.Report.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How useful a completer is: the fraction of lines that it completes exactly, and of keys that it saves a user who types the
 * rest of the line at each place.
 *
 * <p>The user reads each suggestion. If it is right, the user takes it with one key: by line, the whole rest of the line or
 * nothing; by word, the next word or run of punctuation, with the white space before it. Otherwise the user types a character. A
 * suggestion stays as long as it agrees with what is typed; then the next one is requested.
 */
record CompletionResult(String name, List<PlaceResult> places) {
    private static final Pattern NEXT_WORD = Pattern.compile("\\s*(\\w+|[^\\w\\s]+)");

    /**
     * Suggests the rest of the cursor's line.
     *
     * @param name the name in tables
     * @param start makes the completer of one place, independent of other places. That completer maps the text which the user
     *     has typed there, and which grows from call to call, to a suggestion.
     */
    record LineCompleter(String name, Function<CursorPlace, UnaryOperator<String>> start) {}

    /**
     * The counts of a place.
     *
     * @param chars characters of the rest of the line
     * @param exact whether the first suggestion was the rest of the line
     * @param keysByLine keys typed by a user who takes whole lines
     * @param keysByWord keys typed by a user who takes words
     * @param nanos duration of each request, in order
     */
    record PlaceResult(int chars, boolean exact, int keysByLine, int keysByWord, List<Long> nanos) {}

    /** The measures: fractions of lines or of keys. */
    static final List<Statistic<PlaceResult>> MEASURES = List.of(
            Statistic.share("exactLines", "lines completed exactly", PlaceResult::exact),
            saved("savedByLine", "keys saved, by line", PlaceResult::keysByLine),
            saved("savedByWord", "keys saved, by word", PlaceResult::keysByWord));

    private static Statistic<PlaceResult> saved(String key, String label, ToDoubleFunction<PlaceResult> keys) {
        Statistic<PlaceResult> typed = Statistic.ratio(key, label, keys, PlaceResult::chars);
        return new Statistic<>(key, label, true, places -> 1 - typed.of(places));
    }

    /**
     * Types the rest of the line at each place, with one completer after the other.
     *
     * @param stopped ends the measurement after a place if it is true
     * @param done receives the number of places done, and the number of all
     * @return the result of each completer
     */
    static List<CompletionResult> of(
            List<LineCompleter> completers,
            List<CursorPlace> places,
            BooleanSupplier stopped,
            BiConsumer<Integer, Integer> done) {
        List<CompletionResult> results = completers.stream()
                .map(completer -> new CompletionResult(completer.name(), new ArrayList<>()))
                .toList();
        for (int i = 0; i < places.size() && (i == 0 || !stopped.getAsBoolean()); i++) {
            for (int k = 0; k < completers.size(); k++) {
                CursorPlace place = places.get(i);
                UnaryOperator<String> completer = completers.get(k).start().apply(place);
                results.get(k).places.add(result(place, completer));
            }
            done.accept(i + 1, places.size());
        }
        return results;
    }

    Column<PlaceResult> column(long seed) {
        return Column.of(name, MEASURES, places, seed);
    }

    /** The values of this result minus those of another one, with intervals from the same sets of places. */
    Column<Integer> minus(CompletionResult other, long seed) {
        List<Statistic<Integer>> differences = MEASURES.stream()
                .map(it -> new Statistic<Integer>(
                        it.key(), it.label(), true, drawn -> it.of(at(drawn)) - it.of(other.at(drawn))))
                .toList();
        return Column.of(
                "difference",
                differences,
                IntStream.range(0, places.size()).boxed().toList(),
                seed);
    }

    private List<PlaceResult> at(List<Integer> numbers) {
        return numbers.stream().map(places::get).toList();
    }

    /** A quantile of the durations in milliseconds, of the first requests at the places or of the later ones. */
    double milliseconds(boolean first, double share) {
        double[] sorted = places.stream()
                .map(place -> first ? place.nanos.subList(0, 1) : place.nanos.subList(1, place.nanos.size()))
                .flatMapToDouble(nanos -> nanos.stream().mapToDouble(n -> n / 1e6))
                .sorted()
                .toArray();
        return Bootstrap.quantile(sorted, share);
    }

    /** Types the rest of the line at a place. */
    private static PlaceResult result(CursorPlace place, UnaryOperator<String> completer) {
        String rest = place.rest();
        Map<Integer, String> suggestions = new HashMap<>(); // after a number of characters
        List<Long> nanos = new ArrayList<>();
        IntFunction<String> suggest = typed -> suggestions.computeIfAbsent(typed, at -> {
            long start = System.nanoTime();
            String suggestion = completer.apply(rest.substring(0, at));
            nanos.add(System.nanoTime() - start);
            return suggestion.lines().findFirst().orElse("").stripTrailing();
        });
        boolean exact = suggest.apply(0).equals(rest);
        return new PlaceResult(rest.length(), exact, keys(rest, suggest, false), keys(rest, suggest, true), nanos);
    }

    private static int keys(String rest, IntFunction<String> suggest, boolean byWord) {
        int keys = 0;
        String suggestion = suggest.apply(0);
        for (int typed = 0; typed < rest.length(); keys++) {
            String left = rest.substring(typed);
            String part = byWord ? nextWord(suggestion) : suggestion;
            boolean taken = !part.isEmpty() && (byWord ? left.startsWith(part) : left.equals(part));
            int chars = taken ? part.length() : 1;
            boolean agrees = suggestion.length() > chars && left.startsWith(suggestion.substring(0, chars));
            typed += chars;
            if (typed < rest.length()) {
                suggestion = agrees ? suggestion.substring(chars) : suggest.apply(typed);
            }
        }
        return keys;
    }

    private static String nextWord(String suggestion) {
        Matcher word = NEXT_WORD.matcher(suggestion);
        return word.lookingAt() ? word.group() : "";
    }
}
