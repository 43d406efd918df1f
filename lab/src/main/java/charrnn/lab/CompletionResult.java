package charrnn.lab;

import charrnn.grammar.CharacterClass;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import charrnn.tools.complete.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How useful a completer is to a user who types the rest of the line at each place: how many of its suggestions are right, and how
 * many keys they save.
 *
 * <p>The user sees a suggestion up to the last word at which it has a minimum confidence. If it is right, one key takes it; or
 * else one key takes the next word or run of punctuation, with the white space before it, if that is right. Otherwise the user
 * types a character. A suggestion stays as long as it agrees with what is typed; then the next one is requested.
 *
 * @param confidence the minimum, a probability
 */
record CompletionResult(String name, double confidence, List<PlaceResult> places) {
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
     * The counts of a place.
     *
     * @param chars characters of the rest of the line
     * @param exact whether the first suggestion was the rest of the line
     * @param user the counts of the user
     * @param byWord the counts of a user who takes words only
     * @param nanos duration of each request, in order
     */
    record PlaceResult(int chars, boolean exact, Typing user, Typing byWord, List<Long> nanos) {}

    /**
     * The counts of a user at a place.
     *
     * @param taken characters that were not typed
     * @param shown suggestions
     * @param right suggestions that agreed with the rest of the line, up to the end of a word in it
     */
    record Typing(int keys, int taken, int shown, int right) {}

    /** The measures: fractions of suggestions, lines, characters or keys. */
    static final List<Statistic<PlaceResult>> MEASURES = List.of(
            Statistic.ratio("right", "suggestions that are right", it -> it.user.right, it -> it.user.shown),
            new Statistic<>(
                    "shownPer100Keys",
                    "suggestions in 100 keys",
                    false,
                    places -> 100 * Statistic.ratio(places, it -> it.user.shown, it -> it.user.keys)),
            Statistic.share("exactLines", "lines completed exactly", PlaceResult::exact),
            Statistic.ratio("written", "characters not typed", it -> it.user.taken, PlaceResult::chars),
            saved("savedKeys", "keys saved", PlaceResult::user),
            saved("savedByWord", "keys saved, by word only", PlaceResult::byWord));

    private static Statistic<PlaceResult> saved(String key, String label, Function<PlaceResult, Typing> user) {
        Statistic<PlaceResult> typed = Statistic.ratio(key, label, it -> user.apply(it).keys, PlaceResult::chars);
        return new Statistic<>(key, label, true, places -> 1 - typed.of(places));
    }

    /**
     * Types the rest of the line at each place, with one completer after the other.
     *
     * @param confidences minima
     * @param stopped ends the measurement after a place if it is true
     * @param done receives the number of places done, and the number of all
     * @return the results of each completer with each minimum
     */
    static List<List<CompletionResult>> of(
            List<LineCompleter> completers,
            List<Double> confidences,
            List<CursorPlace> places,
            BooleanSupplier stopped,
            BiConsumer<Integer, Integer> done) {
        List<List<CompletionResult>> results = completers.stream()
                .map(completer -> confidences.stream()
                        .map(minimum -> new CompletionResult(completer.name(), minimum, new ArrayList<>()))
                        .toList())
                .toList();
        for (int i = 0; i < places.size() && (i == 0 || !stopped.getAsBoolean()); i++) {
            CursorPlace place = places.get(i);
            for (int k = 0; k < completers.size(); k++) {
                type(place, completers.get(k).start().apply(place), results.get(k));
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
                        it.key(), it.label(), it.isShare(), drawn -> it.of(at(drawn)) - it.of(other.at(drawn))))
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

    /** Types the rest of the line at a place, with each minimum of the results. */
    private static void type(
            CursorPlace place, Function<String, Suggestion> completer, List<CompletionResult> results) {
        String rest = place.rest();
        Map<Integer, Suggestion> suggestions = new HashMap<>(); // after a number of characters
        List<Long> nanos = new ArrayList<>();
        for (CompletionResult result : results) {
            IntFunction<String> suggest = typed -> suggestions
                    .computeIfAbsent(typed, at -> {
                        long start = System.nanoTime();
                        Suggestion suggestion = completer.apply(rest.substring(0, at));
                        nanos.add(System.nanoTime() - start);
                        return suggestion;
                    })
                    .atLeast(result.confidence)
                    .text()
                    .stripTrailing();
            boolean exact = suggest.apply(0).equals(rest);
            result.places.add(new PlaceResult(
                    rest.length(), exact, typing(rest, suggest, false), typing(rest, suggest, true), nanos));
        }
    }

    private static Typing typing(String rest, IntFunction<String> suggest, boolean byWords) {
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
            String part = byWords || !isRight(suggestion, left) ? nextWord(suggestion) : suggestion;
            boolean takes = !part.isEmpty() && left.startsWith(part);
            int chars = takes ? part.length() : 1;
            taken += takes ? chars : 0;
            typed += chars;
            boolean agrees = suggestion.startsWith(left.substring(0, chars));
            suggestion = agrees ? suggestion.substring(chars) : "";
        }
        return new Typing(keys, taken, shown, right);
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
