package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a corpus of {@code corpus/fetch-linux.sh}, evaluated after the corpus was replaced or deleted. */
class KernelReleaseTest {
    @TempDir
    private Path folder;

    private Path linux;
    private Path best;

    @BeforeEach
    void train() throws IOException {
        linux = Files.createDirectories(folder.resolve("corpus/linux"));
        Files.writeString(folder.resolve("corpus/fetch-linux.sh"), "exit 1\n");
        bring("6.12.107", "int f(void);\n");
        Path config = Files.writeString(folder.resolve("tiny.yaml"), "training: {seed: 5}\n");
        Program trained = Program.run(Program.tinyTraining(config, linux, folder.resolve("runs")));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        best = folder.resolve("runs/tiny/best.zip");
    }

    private void bring(String release, String line) throws IOException {
        List<String> numbers = List.of(release.split("\\."));
        Files.writeString(
                linux.resolve("Makefile"),
                "# SPDX-License-Identifier: GPL-2.0\nVERSION = " + numbers.get(0) + "\nPATCHLEVEL = " + numbers.get(1)
                        + "\nSUBLEVEL = " + numbers.get(2) + "\nEXTRAVERSION =\n");
        for (int file = 0; file < 6; file++) {
            Files.writeString(linux.resolve(file + ".c"), "// " + file + "\n" + line.repeat(100));
        }
    }

    private void removeLinux() throws IOException {
        try (Stream<Path> all = Files.walk(linux)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private List<String> refused(String... command) {
        Program program = Program.run(command);
        assertThat(program.exitCode()).as(program.err()).isEqualTo(2);
        return program.err().lines().toList();
    }

    @Test
    void theCommandThatFetchesTheFilesIsPrinted() throws IOException {
        removeLinux();
        String[] expected = {
            "corpus.path: '" + linux
                    + "' does not exist; the network was trained on Linux 6.12.107. This command fetches it:",
            "    LINUX_VERSION=6.12.107 " + folder.resolve("corpus/fetch-linux.sh")
        };
        assertThat(refused("evaluate", "--checkpoint", best.toString())).contains(expected);
        assertThat(refused("score", "--checkpoint", best.toString())).contains(expected);
    }

    @Test
    void theCommandThatReplacesAnotherReleaseIsPrinted() throws IOException {
        bring("6.12.110", "long g(void);\n");
        assertThat(refused("evaluate", "--checkpoint", best.toString()))
                .anyMatch(line -> line.startsWith("corpus.path: not the corpus that the recorded split was made of;"
                        + " missing, changed or unusable: 6 of 6 files: 0.c (changed)"))
                .contains(
                        linux + " holds Linux 6.12.110; the network was trained on Linux 6.12.107. This command"
                                + " replaces it:",
                        "    LINUX_VERSION=6.12.107 " + folder.resolve("corpus/fetch-linux.sh") + " --force");
    }

    @Test
    void theCommandThatCompletesTheSameReleaseIsPrinted() throws IOException {
        Files.delete(linux.resolve("0.c"));
        assertThat(refused("evaluate", "--checkpoint", best.toString()))
                .contains(
                        linux
                                + " holds only some of the files, or changed ones; the network was trained on Linux"
                                + " 6.12.107. This command replaces it:",
                        "    LINUX_VERSION=6.12.107 " + folder.resolve("corpus/fetch-linux.sh") + " --force");
    }

    @Test
    void theCommandNamesTheDirectoriesOfTheCorpus() throws IOException {
        for (String directory : List.of("fs", "mm")) {
            Files.createDirectories(linux.resolve(directory));
            for (int file = 0; file < 3; file++) {
                Files.move(linux.resolve(file + ".c"), linux.resolve(directory + "/" + file + ".c"));
            }
            bring("6.12.107", "int " + directory + "(void);\n");
        }
        Path config = Files.writeString(folder.resolve("two.yaml"), "training: {seed: 5}\n");
        String both = "corpus.path=[" + linux.resolve("fs") + ", " + linux.resolve("mm") + "]";
        Program trained = Program.run(Program.tinyTraining(config, linux, folder.resolve("runs"), "--set", both));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        removeLinux();
        assertThat(refused(
                        "evaluate",
                        "--checkpoint",
                        folder.resolve("runs/two/best.zip").toString()))
                .contains("    LINUX_VERSION=6.12.107 " + folder.resolve("corpus/fetch-linux.sh") + " --dirs 'fs mm'");
    }

    /** The recorded release becomes part of a command that users copy into a shell. */
    @Test
    void onlyAVersionNumberIsPrintedAsARelease() throws IOException {
        removeLinux();
        Files.writeString(best.resolveSibling("kernel-release.txt"), "6.12; rm -rf ~\n");
        assertThat(refused("evaluate", "--checkpoint", best.toString())).noneMatch(line -> line.contains("rm -rf"));
    }

    @Test
    void theShippedNetworkRecordsItsRelease() {
        assertThat(Path.of("checkpoints/linux/kernel-release.txt")).hasContent("6.12.107\n");
    }
}
