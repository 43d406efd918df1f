package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Report.Column;
import charrnn.lab.SampleScore.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleScoreTest {
    private static SampleScore sample(int parse, int functions) {
        Ratio none = new Ratio(0, 0);
        return new SampleScore(7, new Ratio(parse, functions), none, none, none, none, false);
    }

    private static Column<SampleScore> column(SampleScore... samples) {
        return Column.of("some", SampleScore.MEASURES, List.of(samples), 1);
    }

    @Test
    void eachFunctionHasTheSameWeight() {
        Column<SampleScore> column = column(sample(1, 1), sample(0, 3), sample(0, 0));
        assertThat(column.values().get(0)).isEqualTo(new Interval(0.25, 0, 1));
        assertThat(SampleScore.report(List.of("a note"), List.of(column)).toString())
                .containsPattern("samples +3\\R+characters +21\\R+functions +4\\R")
                .contains("a note");
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
        double none = Double.NaN;
        assertThat(column(sample(1, 1)).values())
                .extracting(Interval::value)
                .containsExactly(1.0, none, none, none, none, 0.0);
        assertThat(column().values()).extracting(Interval::value).containsOnly(none);
    }
}
