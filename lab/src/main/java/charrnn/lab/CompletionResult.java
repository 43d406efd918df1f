package charrnn.lab;

import charrnn.grammar.CharacterClass;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import charrnn.tools.complete.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How useful a completer is to a user who types the rest of the line at each place: how many of its suggestions are right, and how
 * many keystrokes they save.
 *
 * <p>The user sees a suggestion up to the last word at which it has a minimum confidence. If it is right, one key takes it; or
 * else one key takes the next word or run of punctuation, with the white space before it, if that is right. Otherwise the user
 * types a character. A suggestion stays as long as it agrees with what is typed; then the next one is requested.
 */
record CompletionResult(String name, List<PlaceResult> places) {
    private static final Pattern NEXT_WORD = Pattern.compile("\\s*(\\w+|[^\\w\\s]+)");

    /**
     * Suggests the rest of the cursor's line.
     *
     * @param name the name in tables
     * @param start makes the completer of one place, independent of other places. That completer maps the text which the user
     *     has typed there to a suggestion.
     */
    record LineCompleter(String name, Function<CursorPlace, Function<String, Suggestion>> start) {}

    /**
     * The counts of a place, where a user types the rest of a line.
     *
     * @param kind where the place is
     * @param chars characters of the rest of the line
     * @param isSilent whether there was no suggestion at first
     * @param exact whether the first suggestion was the rest of the line
     * @param taken characters that were not typed
     * @param shown suggestions
     * @param right suggestions that agreed with the rest of the line, up to the end of a word in it
     * @param first duration of the first request in milliseconds
     * @param later durations of the others
     */
    record PlaceResult(
            CursorPlace.Kind kind,
            int chars,
            boolean isSilent,
            boolean exact,
            int keys,
            int taken,
            int shown,
            int right,
            double first,
            List<Double> later) {}

    /** The measures: fractions of suggestions, lines, characters or keystrokes. */
    static final List<Statistic<PlaceResult>> MEASURES = List.of(
            Statistic.ratio("suggestions that are right", PlaceResult::right, PlaceResult::shown),
            new Statistic<>(
                    "suggestions in 100 keystrokes",
                    false,
                    places -> 100 * Statistic.ratio(places, PlaceResult::shown, PlaceResult::keys)),
            Statistic.share("lines completed exactly", PlaceResult::exact),
            Statistic.ratio("characters not typed", PlaceResult::taken, PlaceResult::chars),
            Statistic.ratio("keystrokes saved", it -> it.chars - it.keys, PlaceResult::chars),
            median("first request in a file, ms", it -> DoubleStream.of(it.first)),
            median("later requests, ms", it -> it.later.stream().mapToDouble(millis -> millis)));

    private static final List<Statistic<PlaceResult>> WITH_KINDS =
            Stream.concat(MEASURES.stream(), atEachKind()).toList();

    private static Stream<Statistic<PlaceResult>> atEachKind() {
        return Stream.of(CursorPlace.Kind.values()).flatMap(kind -> {
            String name = kind.name().toLowerCase(Locale.ROOT);
            ToDoubleFunction<PlaceResult> count = it -> it.kind == kind ? 1 : 0;
            return Stream.of(
                    Statistic.ratio(
                            name + ": no suggestion at first", it -> it.isSilent ? count.applyAsDouble(it) : 0, count),
                    Statistic.ratio(
                            name + ": keystrokes saved",
                            it -> count.applyAsDouble(it) * (it.chars - it.keys),
                            it -> count.applyAsDouble(it) * it.chars));
        });
    }

    private static Statistic<PlaceResult> median(String label, Function<PlaceResult, DoubleStream> values) {
        return new Statistic<>(
                label,
                false,
                places -> Bootstrap.quantile(
                        places.stream().flatMapToDouble(values).sorted().toArray(), 0.5));
    }

    /**
     * Types the rest of the line at each place, with one completer after the other.
     *
     * @param confidence the minimum, a probability
     * @param done receives the number of places done, and the number of all
     */
    static List<CompletionResult> of(
            List<LineCompleter> completers,
            double confidence,
            List<CursorPlace> places,
            BiConsumer<Integer, Integer> done) {
        List<CompletionResult> results = completers.stream()
                .map(completer -> new CompletionResult(completer.name(), new ArrayList<>()))
                .toList();
        for (int i = 0; i < places.size(); i++) {
            CursorPlace place = places.get(i);
            for (int k = 0; k < completers.size(); k++) {
                Function<String, Suggestion> completer =
                        completers.get(k).start().apply(place);
                results.get(k).places.add(type(place, completer, confidence));
            }
            done.accept(i + 1, places.size());
        }
        return results;
    }

    Column<PlaceResult> column(long seed) {
        return Column.of(name, WITH_KINDS, places, seed);
    }

    /** The values of this result minus those of another one, with intervals from the same sets of places. */
    Column<Integer> minus(CompletionResult other, long seed) {
        List<Statistic<Integer>> differences = WITH_KINDS.stream()
                .map(it -> new Statistic<Integer>(
                        it.label(), it.isShare(), drawn -> it.of(at(drawn)) - it.of(other.at(drawn))))
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

    private static PlaceResult type(CursorPlace place, Function<String, Suggestion> completer, double confidence) {
        String rest = place.rest();
        Map<Integer, String> suggestions = new HashMap<>(); // after a number of characters
        List<Double> millis = new ArrayList<>();
        IntFunction<String> suggest = typed -> suggestions.computeIfAbsent(typed, at -> {
            long start = System.nanoTime();
            Suggestion suggestion = completer.apply(rest.substring(0, at));
            millis.add((System.nanoTime() - start) / 1e6);
            return suggestion.atLeast(confidence).text().stripTrailing();
        });
        String atFirst = suggest.apply(0);
        int keys = 0;
        int taken = 0;
        int shown = 0;
        int right = 0;
        String suggestion = "";
        for (int typed = 0; typed < rest.length(); keys++) {
            String left = rest.substring(typed);
            if (suggestion.isEmpty()) {
                suggestion = suggest.apply(typed);
                shown += suggestion.isEmpty() ? 0 : 1;
                right += isRight(suggestion, left) ? 1 : 0;
            }
            String part = isRight(suggestion, left) ? suggestion : nextWord(suggestion);
            boolean takes = !part.isEmpty() && left.startsWith(part);
            int chars = takes ? part.length() : 1;
            taken += takes ? chars : 0;
            typed += chars;
            boolean agrees = suggestion.startsWith(left.substring(0, chars));
            suggestion = agrees ? suggestion.substring(chars) : "";
        }
        List<Double> later = millis.subList(1, millis.size());
        return new PlaceResult(
                place.kind(),
                rest.length(),
                atFirst.isEmpty(),
                atFirst.equals(rest),
                keys,
                taken,
                shown,
                right,
                millis.get(0),
                later);
    }

    /** Whether a text begins with a suggestion, which is not empty and does not end within a word of the text. */
    private static boolean isRight(String suggestion, String text) {
        int end = suggestion.length();
        return end > 0
                && text.startsWith(suggestion)
                && (end == text.length()
                        || !(CharacterClass.isWord(text.charAt(end - 1)) && CharacterClass.isWord(text.charAt(end))));
    }

    private static String nextWord(String suggestion) {
        Matcher word = NEXT_WORD.matcher(suggestion);
        return word.lookingAt() ? word.group() : "";
    }
}
