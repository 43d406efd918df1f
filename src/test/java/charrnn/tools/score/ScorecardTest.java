package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.SampleScore.Ratio;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
        assertThat(parses(List.of(sample(1, 1), sample(0, 3), sample(0, 0)))).isEqualTo(new Interval(0.25, 0, 1));
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
    void charactersAndFunctionsAreThoseOfAllSamples() {
        Scorecard card = Scorecard.of("some", List.of(sample(1, 2), sample(0, 0), sample(4, 5)), 1);
        assertThat(card.functions()).isEqualTo(7);
        assertThat(card.chars()).isEqualTo(21);
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

    private static SampleScore parsed(int parsed) {
        return new SampleScore(
                100, Map.of(Measure.PARSES, new Ratio(parsed, 4), Measure.DISTINCT_LINES, new Ratio(3, 4)));
    }

    private static Report report() {
        List<SampleScore> samples =
                IntStream.rangeClosed(0, 4).mapToObj(ScorecardTest::parsed).toList();
        return Scorecard.report(
                Map.of("checkpoint", "best.zip"),
                List.of("Nothing was compiled."),
                List.of(Scorecard.of("best.zip", samples, 1), Scorecard.of("held-out code", List.of(parsed(0)), 1)));
    }

    @Test
    void tableHasARowForEachMeasure() {
        List<String> lines = report().table().lines().toList();
        assertThat(lines).hasSize(4 + Measure.values().length + 1);
        assertThat(lines.get(0)).matches(" +best\\.zip +held-out code");
        assertThat(lines)
                .anyMatch(line -> line.matches("functions that parse +50\\.0 % \\(.*–.*\\) +0\\.0 %"))
                .anyMatch(line -> line.matches("distinct lines +75\\.0 % +75\\.0 %"))
                .anyMatch(line -> line.matches("samples +5 +1"))
                .anyMatch(line -> line.matches("characters +500 +100"))
                .anyMatch(line -> line.matches("functions +20 +4"))
                .anyMatch(line -> line.matches("functions that compile alone +– +–"))
                .endsWith("Nothing was compiled.");
    }

    @Test
    void jsonHasNullForMissingMeasures() {
        JsonNode json = report().json();
        assertThat(json.get("checkpoint").asText()).isEqualTo("best.zip");
        JsonNode score = json.get("scores").get(0);
        assertThat(score.get("name").asText()).isEqualTo("best.zip");
        assertThat(score.at("/results/parses/value").asDouble()).isEqualTo(0.5);
        assertThat(score.at("/results/parses/low").asDouble()).isBetween(0.0, 0.49);
        assertThat(score.at("/results/parses/high").asDouble()).isBetween(0.51, 1.0);
        assertThat(score.at("/results/distinctLines/value").asDouble()).isEqualTo(0.75);
        assertThat(score.at("/results/distinctLines/low").isNull()).isTrue();
        assertThat(score.at("/results/distinctLines/high").isNull()).isTrue();
        assertThat(score.get("functions").asInt()).isEqualTo(20);
        assertThat(score.at("/results/new50").isNull()).isTrue();
        assertThat(score.get("results")).hasSize(Measure.values().length);
    }
}
