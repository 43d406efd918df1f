package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** docs/reference/scorecard.md has the options and the fields of {@code score}. */
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

    @Test
    void everyFieldIsDocumented(@TempDir Path folder) throws IOException {
        TinyRun tiny =
                TinyRun.of(folder, 10, file -> ("int f(int a)\n{\n\treturn a + " + file + ";\n}\n\n").repeat(30));
        tiny.train().done();
        String best = tiny.path().resolve("best.zip").toString();
        Path text = Files.writeString(folder.resolve("a.c"), "int a;\n");
        assertFields("## score --json", "--samples 2 --length 200 --checkpoint " + best, "--files " + text);
        assertFields("## score --completion --json", "--completion --places 30 --checkpoint " + best);
    }

    private static void assertFields(String heading, String... options) throws IOException {
        Set<String> fields = new TreeSet<>();
        for (String each : options) {
            Program program = Program.of(new Lab(), ("score --json " + each).split(" "));
            FilesDocumentationTest.addFields(fields, "", program.json());
        }
        assertThat(PAGE.names(heading))
                .containsExactlyInAnyOrderElementsOf(fields.stream()
                        .map(field -> field.replaceFirst("(results|difference)\\.\\w+", "$1.MEASURE"))
                        .collect(Collectors.toSet()));
    }
}
