package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
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

    @Test
    void openApiDescribesScoresWithTheExplanations() throws IOException {
        JsonNode document = new ObjectMapper().readTree(Measure.class.getResource("/charrnn/tools/serve/openapi.json"));
        Stream.of(
                        Measure.PARSES,
                        Measure.PARSES_WITHOUT_MACROS,
                        Measure.LEXES,
                        Measure.BALANCES,
                        Measure.DISTINCT_LINES,
                        Measure.LOOPS)
                .forEach(measure -> assertThat(document.at("/components/schemas/Score/properties/" + measure.key)
                                .get("description")
                                .asText())
                        .isEqualToIgnoringCase(measure.label + ": " + measure.explanation + "."));
    }
}
