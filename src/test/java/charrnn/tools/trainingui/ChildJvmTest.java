package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.config.Config.UiConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a UI in another JVM, whose end and output a test can observe. */
class ChildJvmTest {
    private final Path folder;

    ChildJvmTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Trains a few steps; the JVM ends with its last thread. */
    static final class Program {
        private Program() {}

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
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        absolute(System.getProperty("java.class.path")),
                        Program.class.getName())
                .directory(workingDirectory.toFile())
                .redirectOutput(output)
                .redirectError(errors);
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")); // Java prints them
        Process process = builder.start();
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

    private static String absolute(String classPath) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator)) {
            absolute.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
        }
        return absolute.toString();
    }
}
