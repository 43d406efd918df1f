package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.NativeLibrary;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.spark.SparkTrain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command on Spark with two threads, configured by the properties that spark-submit sets. */
class SparkTrainTest {
    private static final Map<String, String> PROPERTIES = Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1");

    @TempDir
    private Path folder;

    private TinyRun tiny;

    @BeforeEach
    void setProperties() throws IOException {
        PROPERTIES.forEach(System::setProperty);
        tiny = TinyRun.of(folder, 5, file -> ("int f" + file + "(int a);\n").repeat(60));
    }

    @AfterEach
    void clearProperties() {
        PROPERTIES.keySet().forEach(System::clearProperty);
    }

    private Program run(String... more) {
        NativeLibrary.choose();
        StringWriter written = new StringWriter();
        CommandLine line = Main.commandLine(() -> {}, new SparkTrain()).setErr(new PrintWriter(written, true));
        return new Program(line.execute(tiny.arguments(more)), "", written.toString());
    }

    @Test
    void trainsOnTheCoresOfTheClusterAndResumesOnMore() {
        assertThat(run("--average-every", "3").done().err())
                .contains("2 workers of 2 streams each on local[2], averaged every 3 updates", "charrnn's LSTM");
        Path last = tiny.path().resolve("last.zip");
        long before = CheckpointReader.read(last, true).progress().step();
        Program resumed = run("--resume", "--workers", "4", "training.epochs=3").done();
        assertThat(resumed.err()).contains("resuming at step", "4 workers of 1 stream");
        assertThat(CheckpointReader.read(last, true).progress().step()).isGreaterThan(before);
        assertThat(tiny.path().resolve("best.zip")).exists();
    }

    @Test
    void mistakesAreReportedBeforeAnythingIsWritten() {
        run("--workers", "3")
                .refusedWith("--workers is 3, but training.batchSize, 4, must be a multiple of it: each worker has as"
                        + " many streams");
        run("--average-every", "0").refusedWith("--average-every is 0, but must be a whole number of at least 1");
        System.clearProperty("spark.master");
        assertThat(run().refused().err())
                .startsWith("no cluster is named: start this program with spark-submit --master");
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
