package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units of a real network. */
class CellsCommandTest {
    @TempDir
    private static Path folder;

    private static Path best;
    private static Path text;

    @BeforeAll
    static void train() throws IOException {
        TinyRun tiny = TinyRun.of(
                folder, 12, file -> ("/* It is " + file + ". */\nint f" + file + "(int a)\n{\n\treturn a;\n}\n")
                        .repeat(40));
        text = tiny.corpus().resolve("11.c");
        tiny.train().done();
        best = tiny.path().resolve("best.zip");
    }

    private static Program cells(String words) {
        return Program.line("cells --checkpoint " + best + " --text " + words);
    }

    @Test
    void printsATableOfFeaturesAndUnits() {
        Program program = cells(text + " --length 1500").done();
        assertThat(program.err()).isEmpty();
        assertThat(program.out().lines().toList())
                .first()
                .asString()
                .matches("\\Q" + text + "\\E: 1,500 characters, [0-9.]+ bits each; layers of 12, 12 units");
        assertThat(program.out())
                .containsPattern("\\Rin a comment +\\d\\d\\.\\d % +-?[hc] [12]:\\d+ +[01]\\.\\d{3} +[01]\\.\\d{3}"
                        + " +[01]\\.\\d{3}")
                .containsPattern("\\Rin a string +0\\.0 % +too rare\\R")
                .containsPattern("\\Rposition in the line +\\d+\\.\\d\\d +-?[hc] [12]:\\d+ +0\\.\\d{3} +0\\.\\d{3}"
                        + " +-?0\\.\\d{3}");
    }

    @Test
    void writesOneJsonDocumentAndAPage() throws IOException {
        Path page = folder.resolve("cells.html");
        Program program =
                cells(text + " --json --html " + page + " --shown 200").done();
        assertThat(program.err()).isEmpty();
        JsonNode document = program.json();
        assertThat(document.get("checkpoint").textValue()).isEqualTo(best.toString());
        assertThat(document.get("text").textValue()).isEqualTo(text.toString());
        assertThat(document.get("chars").longValue()).isEqualTo(Files.size(text));
        assertThat(document.get("bitsPerChar").doubleValue()).isBetween(0.1, 6.0);
        assertThat(document.get("layers").toString()).isEqualTo("[12,12]");
        assertThat(document.get("features"))
                .hasSize(16)
                .allMatch(feature -> feature.get("units").size() % 5 == 0);
        assertThat(page).content().contains("<title>charrnn cells</title>", "\"signals\":[[");
    }

    @Test
    void onlyTheBeginningOfALargeFileIsRead() throws IOException {
        Path huge = Files.copy(text, folder.resolve("huge.c"));
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3L << 30); // a hole, which takes no space
        }
        Program program = cells(huge + " --length 1500").done();
        assertThat(program.out()).startsWith(huge + ": 1,500 characters");
    }

    @Test
    void textsThatAreNotUtf8AreRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.c"), new byte[] {'a', (byte) 0xe9, 'b'});
        cells(latin.toString()).refusedWith("--text " + latin + " is not UTF-8 text");
    }
}
