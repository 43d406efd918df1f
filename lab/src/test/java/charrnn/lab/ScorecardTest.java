package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.SampleScore.Ratio;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static SampleScore sample(double sum, double of) {
        return new SampleScore(7, Map.of(Measure.PARSES, new Ratio(sum, of)));
    }

    private static Interval parses(List<SampleScore> samples) {
        return Scorecard.of("some", samples, 1).result(Measure.PARSES);
    }

    @Test
    void eachFunctionHasTheSameWeight() {
        Scorecard card = Scorecard.of("some", List.of(sample(1, 1), sample(0, 3), sample(0, 0)), 1);
        assertThat(card.result(Measure.PARSES)).isEqualTo(new Interval(0.25, 0, 1));
        assertThat(card.functions()).isEqualTo(4);
        assertThat(card.chars()).isEqualTo(21);
    }

    @Test
    void oneContributingSampleGivesNoInterval() {
        for (Interval result :
                List.of(parses(List.of(sample(2, 3))), parses(List.of(sample(2, 3), sample(0, 0), sample(0, 0))))) {
            assertThat(result.value()).isEqualTo(2.0 / 3);
            assertThat(result.hasEnds()).isFalse();
        }
    }

    @Test
    void resultWithoutCountsIsNotMeasured() {
        Scorecard card = Scorecard.of("some", List.of(sample(1, 1)), 1);
        assertThat(card.result(Measure.COMPILES).isMeasured()).isFalse();
        assertThat(card.result(Measure.PARSES).isMeasured()).isTrue();
        assertThat(Scorecard.of("none", List.of(), 1).results().values())
                .hasSize(Measure.values().length)
                .noneMatch(Interval::isMeasured);
    }
}
