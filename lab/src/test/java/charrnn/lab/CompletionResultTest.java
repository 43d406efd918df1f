package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.lab.CompletionResult.PlaceResult;
import charrnn.lab.CursorPlace.Kind;
import charrnn.tools.complete.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CompletionResultTest {
    private static final String LINE = "zebra_eat(herd, 12);";

    private final List<String> requests = new ArrayList<>();

    /** @param suggestion suggests as a function of what is typed */
    private PlaceResult score(UnaryOperator<String> suggestion) {
        return score(0, typed -> sure(suggestion.apply(typed)));
    }

    private PlaceResult score(double confidence, Function<String, Suggestion> suggestion) {
        LineCompleter completer = new LineCompleter("scripted", place -> typed -> {
            requests.add(typed);
            return suggestion.apply(typed);
        });
        CursorPlace place = CursorPlace.at("{\n\t" + LINE + "\n}\n", 3);
        List<CompletionResult> results =
                CompletionResult.of(List.of(completer), confidence, List.of(place), (done, all) -> {});
        return results.get(0).places().get(0);
    }

    /** Keys, characters taken, suggestions shown, and those that are right. */
    static List<Integer> typing(PlaceResult place) {
        return List.of(place.keys(), place.taken(), place.shown(), place.right());
    }

    private static Suggestion sure(String text) {
        return new Suggestion(text, new double[text.length() + 1], true);
    }

    private static String right(String typed) {
        return LINE.substring(typed.length());
    }

    @Test
    void rightLineCostsOneKey() {
        PlaceResult score = score(typed -> right(typed) + "  ");
        assertThat(score.exact()).isTrue();
        assertThat(typing(score)).isEqualTo(List.of(1, 20, 1, 1));
        assertThat(score.chars()).isEqualTo(20);
        assertThat(requests).containsExactly("");
    }

    @Test
    void noSuggestionOrAWrongOneSavesNoKey() {
        for (String wrong : List.of("", "lion", "zebra_")) { // the last one ends within a name
            PlaceResult score = score(typed -> typed.isEmpty() ? wrong : "");
            assertThat(score.exact()).isFalse();
            assertThat(score.isSilent()).isEqualTo(wrong.isEmpty());
            int shown = wrong.isEmpty() ? 0 : 1;
            List<Integer> expected = wrong.equals("zebra_") ? List.of(15, 6, 1, 0) : List.of(20, 0, shown, 0);
            assertThat(typing(score)).isEqualTo(expected);
        }
    }

    /** The first word is right, the rest is not until the user has typed a bracket. */
    @Test
    void suggestionStaysWhileItAgreesAndAnotherIsRequestedWhereItDoesNot() {
        PlaceResult score =
                score(typed -> typed.length() < 10 ? "zebra_eat".substring(typed.length()) + "; }" : right(typed));
        assertThat(score.exact()).isFalse();
        assertThat(typing(score)).isEqualTo(List.of(1 + 1 + 1, 9 + 10, 2, 1));
        assertThat(requests).containsExactly("", LINE.substring(0, 10));
        assertThat(score.later()).hasSize(1);
    }

    @Test
    void usedUpSuggestionIsFollowedByAnother() {
        PlaceResult score = score(typed -> typed.isEmpty() ? "zebra_eat" : typed.equals("zebra_eat") ? "(" : "");
        assertThat(typing(score)).isEqualTo(List.of(2 + 10, 10, 2, 2));
        assertThat(requests).startsWith("", "zebra_eat", "zebra_eat(");
    }

    /** Each character halves the probability. */
    @Test
    void aMinimumOfConfidenceShowsWhatIsSure() {
        PlaceResult score = score(Math.pow(0.5, 9), typed -> {
            double[] logProbabilities = new double[right(typed).length() + 1];
            Arrays.setAll(logProbabilities, length -> length * Math.log(0.5));
            return new Suggestion(right(typed), logProbabilities, true);
        });
        assertThat(score.exact()).isFalse();
        assertThat(typing(score)).isEqualTo(List.of(3, 20, 3, 3)); // zebra_eat (herd, 12);
    }

    @Test
    void resultsAreFractions() {
        CompletionResult score = new CompletionResult(
                "some",
                List.of(
                        new PlaceResult(Kind.STATEMENT, 30, false, true, 1, 30, 1, 1, 2, List.of(4.0)),
                        new PlaceResult(Kind.COMMENT, 10, true, false, 10, 0, 3, 0, 6, List.of())));
        List<Interval> intervals = score.column(1).values();
        double[] expected = {1 / 4.0, 100 * 4 / 11.0, 0.5, 30 / 40.0, 29 / 40.0, 6, 4, 0, 29 / 30.0
        }; // ends with a statement
        for (int i = 0; i < expected.length; i++) {
            assertThat(intervals.get(i).value()).isCloseTo(expected[i], within(1e-12));
        }
        assertThat(intervals.get(9).value()).as("at no expression").isNaN();
        assertThat(intervals.subList(17, 19))
                .as("at a comment")
                .extracting(Interval::value)
                .containsExactly(1.0, 0.0);
        assertThat(intervals.get(2).low()).isZero();
        assertThat(intervals.get(2).high()).isEqualTo(1);
    }

    /** The second completer needs one key more at each place: the difference is the same in each set of places. */
    @Test
    void differenceIsThatAtTheSamePlaces() {
        List<PlaceResult> good = new ArrayList<>();
        List<PlaceResult> bad = new ArrayList<>();
        for (int keys = 1; keys < 9; keys++) {
            good.add(new PlaceResult(Kind.MEMBER, 10, false, keys == 1, keys, 0, 1, 0, 1, List.of()));
            bad.add(new PlaceResult(Kind.MEMBER, 10, false, keys == 1, keys + 1, 0, 1, 0, 1, List.of()));
        }
        List<Interval> difference = new CompletionResult("good", good)
                .minus(new CompletionResult("bad", bad), 3)
                .values();
        Interval saved = difference.get(4);
        assertThat(saved.value()).isCloseTo(0.1, within(1e-12));
        assertThat(saved.high() - saved.low()).isCloseTo(0, within(1e-12));
        assertThat(difference.get(2).value()).isZero();
    }
}
