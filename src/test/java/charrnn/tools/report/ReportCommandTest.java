package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void reportIsWrittenIntoTheRunsFolderAndItsNamePrinted() throws IOException {
        Path run = RunFolders.write(folder.resolve("run"), 20);
        Path page = run.resolve("report.html");
        assertThat(Program.run("report", run.toString()).done().out()).isEqualTo(page + System.lineSeparator());
        assertThat(page).content().contains("\"model.hidden\"");
    }

    @Test
    void comparisonIsWrittenToTheGivenFile() throws IOException {
        Path run = RunFolders.write(folder.resolve("run"), 20);
        Path page = folder.resolve("compared.html");
        Program report = Program.run("report", run.toString(), run.toString(), "--out", page.toString());
        assertThat(report.done().out()).isEqualTo(page + System.lineSeparator());
        assertThat(page).content().contains("<title>charrnn report</title>");
    }
}
