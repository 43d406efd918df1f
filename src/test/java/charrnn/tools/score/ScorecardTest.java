package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.score.SampleScore.Copy;
import charrnn.tools.score.SampleScore.Ratio;
import charrnn.tools.score.Scorecard.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static SampleScore sample(double sum, double of) {
        return new SampleScore(
                "int x;\n",
                Map.of(Measure.PARSES, new Ratio(sum, of)),
                StyleStatistics.of("int x;\n"),
                Optional.empty());
    }

    private static Figure parses(List<SampleScore> samples, long seed) {
        return Scorecard.of("some", samples, Optional.empty(), seed).figure(Measure.PARSES);
    }

    @Test
    void eachFunctionHasTheSameWeight() {
        Figure figure = parses(List.of(sample(1, 1), sample(0, 3), sample(0, 0)), 1);
        assertThat(figure.interval().value()).isEqualTo(0.25);
        assertThat(figure.interval().low()).isZero();
        assertThat(figure.interval().high()).isEqualTo(1);
    }

    @Test
    void oneContributingSampleGivesNoInterval() {
        assertThat(parses(List.of(sample(2, 3)), 1).interval().hasEnds()).isFalse();
        assertThat(parses(List.of(sample(2, 3), sample(0, 0), sample(0, 0)), 1)).satisfies(figure -> {
            assertThat(figure.interval().value()).isEqualTo(2.0 / 3);
            assertThat(figure.interval().hasEnds()).isFalse();
        });
        Scorecard card = Scorecard.of("one", List.of(sample(1, 1)), Optional.of(StyleStatistics.of("char yy;\n")), 1);
        assertThat(card.figure(Measure.DISTANCE).isMeasured()).isTrue();
        assertThat(card.figures()).noneMatch(figure -> figure.interval().hasEnds());
    }

    @Test
    void functionsAreThoseOfAllSamples() {
        List<SampleScore> samples = Stream.of(new Ratio(1, 2), new Ratio(0, 0), new Ratio(4, 5))
                .map(parsed -> new SampleScore(
                        "", Map.of(Measure.PARSES_WITHOUT_MACROS, parsed), StyleStatistics.none(), Optional.empty()))
                .toList();
        assertThat(Scorecard.of("some", samples, Optional.empty(), 1).functions())
                .isEqualTo(7);
    }

    @Test
    void figureWithoutCountsIsNotMeasured() {
        Scorecard card = Scorecard.of("some", List.of(sample(1, 1)), Optional.empty(), 1);
        assertThat(card.figure(Measure.COMPILES).isMeasured()).isFalse();
        assertThat(card.figure(Measure.DISTANCE).isMeasured()).isFalse();
        assertThat(card.figure(Measure.PARSES).isMeasured()).isTrue();
        assertThat(Scorecard.of("none", List.of(), Optional.empty(), 1).figures())
                .hasSize(Measure.values().length)
                .noneMatch(Figure::isMeasured);
    }

    @Test
    void distanceIsTheMeanOfTheFourDivergences() {
        Scorecard card =
                Scorecard.of("some", List.of(sample(1, 1)), Optional.of(StyleStatistics.of("int x;\n\tchar yy;\n")), 1);
        double sum = 0;
        for (Measure part :
                List.of(Measure.LINE_LENGTHS, Measure.INDENTATION, Measure.IDENTIFIER_LENGTHS, Measure.WORDS)) {
            assertThat(card.figure(part).interval().value()).isBetween(0.1, 0.9);
            sum += card.figure(part).interval().value();
        }
        assertThat(card.figure(Measure.DISTANCE).interval().value()).isCloseTo(sum / 4, within(1e-12));
    }

    @Test
    void longestCopyIsThatOfAllSamples() {
        SampleScore little = new SampleScore("a", Map.of(), StyleStatistics.none(), Optional.of(new Copy(3, "a.c:1")));
        SampleScore much = new SampleScore("b", Map.of(), StyleStatistics.none(), Optional.of(new Copy(9, "b.c:2")));
        assertThat(Scorecard.of("some", List.of(little, much, sample(1, 1)), Optional.empty(), 1)
                        .longestCopy())
                .contains(new Copy(9, "b.c:2"));
    }

    @Test
    void rankingBeginsWithTheMostFunctionsThatParseAndEndsWithTextsWithoutAFunction() {
        List<SampleScore> samples = Stream.of(new Ratio(1, 1), new Ratio(4, 5), new Ratio(0, 2), new Ratio(0, 0))
                .map(parsed -> new SampleScore(
                        "", Map.of(Measure.PARSES_WITHOUT_MACROS, parsed), StyleStatistics.none(), Optional.empty()))
                .toList();
        assertThat(Scorecard.of("some", samples, Optional.empty(), 1).ranking()).containsExactly(1, 0, 2, 3);
    }
}
