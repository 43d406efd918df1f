package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.lab.Bootstrap.Statistic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/reference/scorecard.md has the options and the measures of {@code score}. */
class LabDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("scorecard.md");

    @Test
    void everyOptionIsDocumented() throws IOException {
        CommandLine score = new CommandLine(new Lab()).getSubcommands().get("score");
        assertThat(score.getCommandSpec().options())
                .extracting(OptionSpec::longestName)
                .filteredOn(
                        option -> !List.of("--help", "--version", "--verbose").contains(option))
                .containsExactlyInAnyOrderElementsOf(PAGE.names("## Options"));
    }

    @Test
    void everyMeasureIsDocumented() throws IOException {
        assertDefined("## The measures", SampleScore.MEASURES);
        assertDefined("## Completions", CompletionResult.MEASURES);
        assertDefined("## Bodies", BodyScore.MEASURES);
    }

    private static void assertDefined(String heading, List<? extends Statistic<?>> measures) throws IOException {
        assertThat(PAGE.rows(heading)).hasSize(2 + measures.size()).satisfies(rows -> assertThat(measures)
                .allSatisfy(it -> assertThat(rows).anyMatch(row -> row.startsWith("| " + it.label() + " | "))));
    }
}
