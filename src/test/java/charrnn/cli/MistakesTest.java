package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.GoldenFile;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of users: one readable message each, exit code 2, no files left behind. */
class MistakesTest {
    @TempDir
    private Path folder;

    private Program train(String corpus, String... more) throws IOException {
        Path config = Files.writeString(folder.resolve("tiny.yaml"), "");
        return Program.run(Program.tinyTraining(config, folder.resolve(corpus), folder.resolve("runs"), more));
    }

    private static void isOneMistake(Program program, String... parts) {
        assertThat(program.refused(parts).err().lines().filter(line -> !line.matches("see: .*")))
                .hasSizeBetween(1, 3);
    }

    /** Each is refused with exit code 2 and nothing on the standard output. */
    @Test
    void everyWrongCommandLineHasItsMessage() throws IOException {
        GoldenFile.check("cli/mistakes.txt", input -> {
            String line = input.replaceFirst("^charrnn ?", "");
            return (line.isEmpty() ? Program.run() : Program.line(line))
                    .refused()
                    .err()
                    .lines()
                    .filter(message -> !message.startsWith("see: "))
                    .map(message -> message.replace(Path.of("").toAbsolutePath().toString(), "HERE"))
                    .toList();
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        sample --checkpoint checkpoints, 'checkpoints is a folder without a best.zip; it holds runs: name one of them'
        sample --out src, '--out src must be an empty folder or a new one, but holds '
        """)
    void mistakesWithNamesOfThisFolder(String line, String message) {
        isOneMistake(Program.line(line), message);
    }

    @Test
    void refusesToolsOfCForANetworkOfOtherText() throws IOException {
        Path network = Files.writeString(folder.resolve("best.zip"), "not read");
        Split python = new Split(List.of(new Piece("a.py", Part.TRAIN, 0, 9, "0".repeat(64))));
        Files.writeString(folder.resolve("split.json"), python.toJson());
        for (String line : List.of("sample --until function", "sample --constrain c")) {
            String message = " is for C only, but the network of " + network
                    + " has learned other text: more than half of it is not in .c or .h files";
            isOneMistake(Program.line(line + " --checkpoint " + network), message);
        }
    }

    @Test
    void refusesAFileInPlaceOfTheRunsFolder() throws IOException {
        TinyRun tiny = TinyRun.of(folder, 4, file -> ("int a" + file + ";\n").repeat(300));
        Files.createDirectories(folder.resolve("runs"));
        Path file = Files.writeString(tiny.path(), "mine");
        isOneMistake(tiny.train(), "cannot make the run's folder " + file, "a file of that name exists");
        assertThat(file).hasContent("mine");
    }

    @Test
    void refusesACorpusThatCannotBeLearned() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("short")).resolve("a.c"), "int main(void);\n");
        isOneMistake(train("short"), "training.batchSize 4 × training.sequenceLength 20 needs at least 81");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void theVersionNamesTheCommit() {
        assertThat(Program.run("--version").out())
                .matches("charrnn \\d+\\.\\d+\\.\\d+ \\((commit [0-9a-f]{7,}.*|built .*)\\)\\R");
    }

    @Test
    void theCompletionScriptKnowsTheCommands() {
        assertThat(Program.run("shell-completion").out()).contains("train", "evaluate", "--checkpoint");
    }
}
