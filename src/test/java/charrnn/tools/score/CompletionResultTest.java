package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.CompletionResult.LineCompleter;
import charrnn.tools.score.CompletionResult.PlaceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CompletionResultTest {
    private static final String LINE = "zebra_eat(herd, 12);";

    private final List<String> requests = new ArrayList<>();

    /** @param suggestion suggests as a function of what is typed */
    private PlaceResult score(UnaryOperator<String> suggestion) {
        LineCompleter completer = new LineCompleter("scripted", place -> typed -> {
            requests.add(typed);
            return suggestion.apply(typed);
        });
        CursorPlace place = CursorPlace.at("{\n\t" + LINE + "\n}\n", 3);
        return CompletionResult.of(List.of(completer), List.of(place), () -> true, (done, all) -> assertThat(done)
                        .isEqualTo(all))
                .get(0)
                .places()
                .get(0);
    }

    private static String right(String typed) {
        return LINE.substring(typed.length());
    }

    @Test
    void rightLineCostsOneKeyOrOneForEachWord() {
        PlaceResult score = score(typed -> right(typed) + "  \n\treturn;");
        assertThat(score.exact()).isTrue();
        assertThat(score.keysByLine()).isEqualTo(1);
        assertThat(score.keysByWord()).isEqualTo(6); // zebra_eat ( herd , 12 );
        assertThat(score.chars()).isEqualTo(20);
        assertThat(requests).containsExactly("");
    }

    @Test
    void noSuggestionOrAWrongOneSavesNoKey() {
        for (String wrong : List.of("", "lion", "\n")) {
            PlaceResult score = score(typed -> wrong);
            assertThat(score.exact()).isFalse();
            assertThat(List.of(score.keysByLine(), score.keysByWord())).containsOnly(20);
        }
    }

    /** The first word is right, the rest is not until the user has typed a bracket. */
    @Test
    void suggestionStaysWhileItAgreesAndIsRequestedAnewWhereItDoesNot() {
        PlaceResult score =
                score(typed -> typed.length() < 10 ? "zebra_eat".substring(typed.length()) + "; }" : right(typed));
        assertThat(score.exact()).isFalse();
        assertThat(score.keysByWord()).isEqualTo(1 + 1 + 4); // zebra_eat, typed: (, then herd , 12 );
        assertThat(score.keysByLine()).isEqualTo(10 + 1);
        assertThat(requests).containsExactly("", LINE.substring(0, 10));
        assertThat(score.nanos()).hasSize(2);
    }

    @Test
    void usedUpSuggestionIsFollowedByANewOne() {
        PlaceResult score = score(typed -> typed.isEmpty() ? "zebra" : typed.equals("zebra") ? "_eat" : "");
        assertThat(score.keysByWord()).isEqualTo(2 + 11);
        assertThat(requests).startsWith("", "zebra", "zebra_eat", "zebra_eat(");
    }

    @Test
    void resultsAreFractionsOfLinesAndOfKeys() {
        PlaceResult perfect = new PlaceResult(30, true, 1, 6, List.of(2_000_000L, 4_000_000L));
        PlaceResult nothing = new PlaceResult(10, false, 10, 10, List.of(6_000_000L));
        CompletionResult score = new CompletionResult("some", List.of(perfect, nothing));
        List<Interval> intervals = score.column(1).values();
        assertThat(intervals.get(0).value()).isEqualTo(0.5);
        assertThat(intervals.get(1).value()).isCloseTo(29 / 40.0, within(1e-12));
        assertThat(intervals.get(2).value()).isCloseTo(24 / 40.0, within(1e-12));
        assertThat(intervals.get(0).low()).isZero();
        assertThat(intervals.get(0).high()).isEqualTo(1);
        assertThat(score.milliseconds(true, 1)).isEqualTo(6);
        assertThat(score.milliseconds(false, 0.5)).isEqualTo(4);
    }

    /** The second completer needs one key more at each place: the difference is the same in each set of places. */
    @Test
    void differenceIsThatAtTheSamePlaces() {
        List<PlaceResult> good = new ArrayList<>();
        List<PlaceResult> bad = new ArrayList<>();
        for (int keys = 1; keys < 9; keys++) {
            good.add(new PlaceResult(10, keys == 1, keys, keys, List.of(1L)));
            bad.add(new PlaceResult(10, keys == 1, keys, keys + 1, List.of(1L)));
        }
        List<Interval> difference = new CompletionResult("good", good)
                .minus(new CompletionResult("bad", bad), 3)
                .values();
        Interval byWord = difference.get(2);
        assertThat(byWord.value()).isCloseTo(0.1, within(1e-12));
        assertThat(byWord.high() - byWord.low()).isCloseTo(0, within(1e-12));
        assertThat(difference.get(0).value()).isZero();
    }
}
