package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.GoldenFile;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of users: one readable message each, exit code 2, no files changed. */
class MistakesTest {
    private static final String CONFIG = """
        corpus: {path: FOLDER/corpus}
        checkpoints: {directory: FOLDER/runs}
        model: {hidden: 12, match: 1}
        training: {batchSize: 4, sequenceLength: 20, epochs: 1, maxMinutes: 0}
        sampling: {everySteps: 0}
        ui: {enabled: false}
        """;

    @TempDir
    private static Path folder;

    /** A run of a tiny network, and files of all kinds that are no checkpoint and no corpus. */
    @BeforeAll
    static void writeFiles() throws Exception {
        write("tiny.yaml", CONFIG.replace("FOLDER", folder.toString()));
        for (int file = 0; file < 4; file++) {
            write("corpus/" + file + ".c", ("int f" + file + "(void);\n").repeat(60));
        }
        Program.line("train --config " + folder + "/tiny.yaml").done();
        byte[] network = Files.readAllBytes(folder.resolve("runs/tiny/last.zip"));
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(network, network.length - 100));
        Program.ended(new ProcessBuilder("mkfifo", folder.resolve("pipe.zip").toString()))
                .done();
        write("runs/shipped/best.zip", "trained elsewhere");
        write("runs/file", "mine");
        write("short/a.c", "int main(void);\n");
        write("files/empty.c", "");
        write("files/binary.c", "a\0b");
        for (String empty : List.of("cc/a.cc", "cc/b.cc", "cc/Makefile", "begun/history.jsonl")) {
            write(empty, "");
        }
        Files.createDirectory(folder.resolve("nothing"));
    }

    private static void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private static Map<Path, String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> file, file -> DigestUtils.sha256Hex(Uncheck.apply(Files::readAllBytes, file))));
        }
    }

    /** Each is refused with exit code 2 and nothing on the standard output. */
    @Test
    void everyWrongCommandLineHasItsMessage() throws IOException {
        Map<Path, String> before = contents();
        GoldenFile.check("cli/mistakes.txt", input -> {
            String line = input.replaceFirst("^charrnn ?", "").replace("FOLDER", folder.toString());
            return (line.isEmpty() ? Program.run() : Program.line(line))
                    .refused()
                    .err()
                    .lines()
                    .filter(message -> !message.startsWith("see: "))
                    .map(message -> message.replace(folder.toString(), "FOLDER")
                            .replace(Path.of("").toAbsolutePath().toString(), "HERE"))
                    .toList();
        });
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void refusesToolsOfCForANetworkOfOtherText(@TempDir Path other) throws IOException {
        Path network = Files.writeString(other.resolve("best.zip"), "not read");
        Split python = new Split(List.of(new Piece("a.py", Part.TRAIN, 0, 9, "0".repeat(64))));
        Files.writeString(other.resolve("split.json"), python.toJson());
        for (String line : List.of("sample --until function", "sample --constrain c")) {
            Program.line(line + " --checkpoint " + network)
                    .refused(" is for C only, but the network of " + network
                            + " has learned other text: more than half of it is not in .c or .h files");
        }
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
