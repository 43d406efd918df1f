package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a real run. */
class ReportCommandTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        TinyRun tiny = TinyRun.of(folder, 12, file -> ("int f" + file + "(int a)\n{\n\treturn a;\n}\n").repeat(20));
        tiny.train().done();
        run = tiny.path();
    }

    @Test
    void reportIsWrittenIntoTheRunsFolderAndItsNamePrinted() {
        Program report = Program.run("report", run.toString());
        Path page = run.resolve("report.html");
        assertThat(report).isEqualTo(new Program(0, page + System.lineSeparator(), ""));
        assertThat(page)
                .content()
                .contains("\"name\":\"tiny\"", "\"hidden\":[12,12]", "\"gitCommit\":")
                .contains("\"checkpoint\":\"" + run.resolve("best.zip") + "\"");
    }

    @Test
    void comparisonIsWrittenToTheGivenFile() {
        Path page = folder.resolve("compared.html");
        Program report = Program.run("report", run.toString(), run.toString(), "--out", page.toString());
        assertThat(report).isEqualTo(new Program(0, page + System.lineSeparator(), ""));
        assertThat(page).content().contains("<title>charrnn report</title>");
    }

    @Test
    void aRunThatHasJustBegunHasNoReport() throws IOException {
        Path begun = Files.createDirectory(folder.resolve("begun"));
        Files.createFile(begun.resolve("history.jsonl"));
        Program.run("report", begun.toString()).refused(begun + " has nothing to report yet");
        Program.run("report", begun.toString(), begun.toString())
                .refused(begun + ", " + begun + " have nothing to report yet");
        assertThat(begun.resolve("report.html")).doesNotExist();
    }
}
