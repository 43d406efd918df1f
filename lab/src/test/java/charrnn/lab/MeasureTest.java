package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents contain the explanations of this class. */
class MeasureTest {
    private static final ReferencePage PAGE = new ReferencePage("scorecard.md");
    private static final String MEASURES = "## The measures";

    @Test
    void docsDefineNoOtherMeasures() throws IOException {
        assertThat(PAGE.rows(MEASURES)).hasSize(2 + Measure.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void docsDefineEachMeasureWithItsExplanation(Measure measure) throws IOException {
        assertThat(PAGE.rows(MEASURES))
                .anyMatch(row ->
                        row.startsWith("| " + measure.label + " | `" + measure.key + "` | " + measure.explanation));
    }
}
