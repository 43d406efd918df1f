package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.config.Config.UiConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a UI in another JVM, whose end and output a test can observe. */
@Tag("long")
class ChildJvmTest {
    @TempDir
    private Path folder;

    /** Trains a few steps; the JVM ends with its last thread. */
    static final class Training {
        private Training() {}

        public static void main(String[] args) throws Exception {
            UiConfig config = new UiConfig(true, "127.0.0.1", 0, "", 1);
            try (TrainingUi ui = TrainingUi.start(config, "child", () -> "", System.err::println)
                    .orElseThrow()) {
                new TinyTraining(ui).steps(2);
                new Browse(ui).overviewOnce(2);
            }
        }
    }

    @Test
    void endsByItselfPrintsNothingAndLeavesNoFiles() throws Exception {
        Path workingDirectory = Files.createDirectory(folder.resolve("work"));
        File output = folder.resolve("out").toFile();
        File errors = folder.resolve("err").toFile();
        Process process = Program.process(Training.class)
                .directory(workingDirectory.toFile())
                .redirectOutput(output)
                .redirectError(errors)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors).content().matches("training UI: http://127\\.0\\.0\\.1:\\d+/train\\R");
        assertThat(process.exitValue()).isZero();
        assertThat(output).isEmpty();
        assertThat(workingDirectory).isEmptyDirectory();
    }
}
