package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.lab.Lab;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** docs/reference/scorecard.md has the options of {@code score}. */
class LabDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("scorecard.md");

    @Test
    void everyOptionIsDocumented() throws IOException {
        assertThat(PAGE.names("## Options"))
                .containsExactlyInAnyOrderElementsOf(
                        Main.commandLine(() -> {}, new Lab())
                                .getSubcommands()
                                .get("score")
                                .getCommandSpec()
                                .options()
                                .stream()
                                .map(OptionSpec::longestName)
                                .filter(option -> !CommandLineDocumentationTest.COMMON.contains(option))
                                .toList());
    }
}
