package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code training.precision} from the command line. */
class PrecisionTest {
    private static final String BFLOAT16 = "training.precision=bfloat16";

    @TempDir
    private Path folder;

    private Path corpus;
    private Path config;

    @BeforeEach
    void writeFiles() throws IOException {
        corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int file = 0; file < 6; file++) {
            Files.writeString(corpus.resolve(file + ".c"), ("int f" + file + "(void);\n").repeat(200));
        }
        config = Files.writeString(folder.resolve("tiny.yaml"), "");
    }

    private String[] training(String epochs, String... more) {
        List<String> sets = new ArrayList<>(List.of("--set", BFLOAT16, "--set", "training.epochs=" + epochs));
        sets.addAll(List.of(more));
        return Program.tinyTraining(config, corpus, folder.resolve("runs"), sets.toArray(String[]::new));
    }

    /** A run may go on in another precision; only its configuration records the earlier one. */
    @Test
    void aRunInBfloat16GoesOnInFloat32() {
        assumeTrue(NativeLibrary.multipliesBfloat16(), "the processor has no bfloat16");
        Program first = Program.run(training("1"));
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("products in bfloat16", "products by oneDNN");
        Program second = Program.run(training("2", "--set", "training.precision=float32", "--resume"));
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).contains("resuming at step", "not bit for bit", "fast bfloat16 LSTM", "(family ");
    }

    @Test
    void autoIsBfloat16WhereTheProcessorHasIt() {
        Program program = Program.run(training("1", "--set", "training.precision=auto"));
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.err().contains("products in bfloat16")).isEqualTo(NativeLibrary.multipliesBfloat16());
    }

    @Test
    void aProcessorWithoutBfloat16() throws Exception {
        Program program = onAnOlderProcessor(training("1"));
        assertThat(program.exitCode()).as(program.err()).isEqualTo(2);
        assertThat(program.err())
                .contains("training.precision is bfloat16", "float32 or auto")
                .doesNotContain("Exception");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void autoOnAProcessorWithoutBfloat16() throws Exception {
        Program program = onAnOlderProcessor(training("1", "--set", "training.precision=auto"));
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.err())
                .contains("charrnn's LSTM", ", float32; native")
                .doesNotContain("in bfloat16");
    }

    /** In a process of its own, in which oneDNN is limited to AVX2. */
    private static Program onAnOlderProcessor(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "charrnn.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DNNL_MAX_CPU_ISA", "AVX2");
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Program(process.waitFor(), "", err);
    }
}
