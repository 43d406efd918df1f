package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Report.Column;
import charrnn.lab.SampleScore.Ratio;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleScoreTest {
    private static SampleScore sample(int parse, int functions) {
        Ratio none = new Ratio(0, 0);
        return new SampleScore(7, new Ratio(parse, functions), none, none, none, none, none, false);
    }

    private static Column<SampleScore> column(SampleScore... samples) {
        return Column.of("some", SampleScore.MEASURES, List.of(samples), 1);
    }

    @Test
    void eachFunctionHasTheSameWeight() {
        Column<SampleScore> column = column(sample(1, 1), sample(0, 3), sample(0, 0));
        assertThat(column.values().get(0)).isEqualTo(new Interval(0.25, 0, 1));
        JsonNode json =
                SampleScore.report(Map.of(), List.of("a note"), List.of(column)).json();
        assertThat(json.at("/scores/0/functions").asInt()).isEqualTo(4);
        assertThat(json.at("/scores/0/chars").asInt()).isEqualTo(21);
        assertThat(json.at("/notes/0").asText()).isEqualTo("a note");
    }

    @Test
    void oneContributingSampleGivesNoInterval() {
        for (Column<SampleScore> column :
                List.of(column(sample(2, 3)), column(sample(2, 3), sample(0, 0), sample(0, 0)))) {
            assertThat(column.values().get(0)).isEqualTo(new Interval(2.0 / 3, Double.NaN, Double.NaN));
        }
    }

    @Test
    void resultWithoutCountsIsNotMeasured() {
        assertThat(column(sample(1, 1)).values())
                .extracting(Interval::isMeasured)
                .containsExactly(true, false, false, false, false, false, true);
        assertThat(column().values()).noneMatch(Interval::isMeasured);
    }

    @Test
    void docsDefineEachMeasure() throws IOException {
        List<String> rows = new ReferencePage("scorecard.md").rows("## The measures");
        assertThat(rows).hasSize(2 + SampleScore.MEASURES.size());
        assertThat(SampleScore.MEASURES).allSatisfy(it -> assertThat(rows)
                .anyMatch(row -> row.startsWith("| " + it.label() + " | `" + it.key() + "` | ")));
    }
}
