package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.lab.Bootstrap.Statistic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void docsDefineEachMeasure() throws IOException {
        assertDefined("## The measures", SampleScore.MEASURES);
        assertDefined("## Completions", CompletionResult.MEASURES);
        assertDefined("## Bodies", BodyScore.MEASURES);
    }

    private static void assertDefined(String heading, List<? extends Statistic<?>> measures) throws IOException {
        assertThat(new ReferencePage("scorecard.md").rows(heading))
                .hasSize(2 + measures.size())
                .satisfies(rows -> assertThat(measures)
                        .allSatisfy(it -> assertThat(rows).anyMatch(row -> row.startsWith("| " + it.label() + " | "))));
    }
}
