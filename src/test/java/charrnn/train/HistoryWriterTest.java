package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
    @TempDir
    private Path folder;

    private static HistoryEntry entry(long step) {
        return new HistoryEntry(
                step,
                0.5,
                step * 10,
                1.5,
                0.001,
                2.5,
                step == 2 ? 2.25 : null,
                step == 2 ? true : null,
                step == 2 ? 0.75 : null,
                step == 2 ? 4 : null,
                0.5,
                1000.0,
                null,
                null,
                null);
    }

    @Test
    void oneJsonObjectALineAndAValidationOnlyWhereThereWasOne() throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter history = HistoryWriter.open(file, 0, 0)) {
            history.append(entry(1));
            history.append(entry(2));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":1,\"epoch\":0.5,\"chars\":10,\"seconds\":1.5,\"learningRate\":0.001,\"trainBpc\":2.5,"
                                + "\"gradientNorm\":0.5,\"charsPerSecond\":1000.0}",
                        "{\"step\":2,\"epoch\":0.5,\"chars\":20,\"seconds\":1.5,\"learningRate\":0.001,\"trainBpc\":2.5,"
                                + "\"validationBpc\":2.25,\"best\":true,\"parses\":0.75,\"functions\":4,\"gradientNorm\":0.5,\"charsPerSecond\":1000.0}");
    }

    @Test
    void aLastLineThatWasTornIsNoLine() throws IOException {
        Path file = Files.writeString(folder.resolve("history.jsonl"), "{\"step\":1}\n{\"ste");
        try (HistoryWriter history = HistoryWriter.open(file, 2, 2)) {
            assertThat(history.lines()).isEqualTo(1);
            history.append(entry(7));
        }
        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("{\"step\":1}");
    }

    /** Lines were lost since an older checkpoint was saved, so it counts more lines than exist up to its step. */
    @Test
    void noLineOfALaterStepIsKept() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"step\":3}\n{\"step\":4}\n{\"step\":5}\n{\"step\":6}\n");
        try (HistoryWriter history = HistoryWriter.open(file, 4, 6)) {
            assertThat(history.lines()).isEqualTo(4);
            history.keep(4, 4);
            assertThat(history.lines()).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"step\":3}", "{\"step\":4}");
    }

    @Test
    void whatCameAfterTheCheckpointIsCutOffEvenAHalfWrittenLine() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"ste");
        try (HistoryWriter history = HistoryWriter.open(file, 2, 2)) {
            assertThat(history.lines()).isEqualTo(2);
            history.append(entry(7));
        }
        assertThat(Files.readAllLines(file)).hasSize(3).startsWith("{\"step\":1}", "{\"step\":2}");
    }
}
