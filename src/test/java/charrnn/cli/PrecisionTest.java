package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code training.precision} from the command line. */
class PrecisionTest {
    private static final String BFLOAT16 = "training.precision=bfloat16";

    @TempDir
    private Path folder;

    private TinyRun tiny;

    @BeforeEach
    void writeFiles() throws IOException {
        tiny = TinyRun.of(folder, 6, file -> ("int f" + file + "(void);\n").repeat(200));
    }

    /** A run may go on in another precision; only its configuration records the earlier one. */
    @Test
    void aRunInBfloat16GoesOnInFloat32() {
        assumeTrue(NativeLibrary.multipliesBfloat16(), "the processor has no bfloat16");
        Program first = tiny.train(BFLOAT16, "training.epochs=1").done();
        assertThat(first.err()).contains("products in bfloat16", "products by oneDNN");
        Program second = tiny.train("training.precision=float32", "--resume").done();
        assertThat(second.err()).contains("resuming at step", "not bit for bit", "fast bfloat16 LSTM", "(family ");
    }

    @Test
    void autoIsBfloat16WhereTheProcessorHasIt() {
        Program program =
                tiny.train("training.epochs=1", "training.precision=auto").done();
        assertThat(program.err().contains("products in bfloat16")).isEqualTo(NativeLibrary.multipliesBfloat16());
    }

    @Tag("long")
    @Test
    void aProcessorWithoutBfloat16() throws Exception {
        onAnOlderProcessor(BFLOAT16).refused("training.precision is bfloat16", "float32 or auto");
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(onAnOlderProcessor("training.epochs=1", "training.precision=auto")
                        .done()
                        .err())
                .contains("charrnn's LSTM", ", float32; native")
                .doesNotContain("in bfloat16");
    }

    /** In a process of its own, in which oneDNN is limited to AVX2. */
    private Program onAnOlderProcessor(String... more) throws IOException, InterruptedException {
        ProcessBuilder builder =
                Program.process(Main.class, tiny.arguments(more)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DNNL_MAX_CPU_ISA", "AVX2");
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Program(process.waitFor(), "", err);
    }
}
