package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
    @TempDir
    private Path folder;

    private HistoryWriter open(long keep, long step) throws IOException {
        HistoryWriter history = new HistoryWriter(folder.resolve("history.jsonl"));
        history.keep(keep, step);
        return history;
    }

    private static ObjectNode entry(long step) {
        return Reporting.line(step, 0.5, step * 10, 1.5).put("trainBpc", 2.5);
    }

    @Test
    void eachLineIsAJsonObject() throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter history = open(0, 0)) {
            history.append(entry(1));
            history.append(entry(2));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":1,\"epoch\":0.5,\"chars\":10,\"seconds\":1.5,\"trainBpc\":2.5}",
                        "{\"step\":2,\"epoch\":0.5,\"chars\":20,\"seconds\":1.5,\"trainBpc\":2.5}");
    }

    @Test
    void anUnfinishedLastLineIsDropped() throws IOException {
        Path file = Files.writeString(folder.resolve("history.jsonl"), "{\"step\":1}\n{\"ste");
        try (HistoryWriter history = open(2, 2)) {
            assertThat(history.lines()).isEqualTo(1);
            history.append(entry(7));
        }
        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("{\"step\":1}");
    }

    /** Lines were lost since an older checkpoint was saved, so it counts more lines than exist up to its step. */
    @Test
    void linesOfLaterStepsAreDropped() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"step\":3}\n{\"step\":4}\n{\"step\":5}\n{\"step\":6}\n");
        try (HistoryWriter history = open(4, 6)) {
            assertThat(history.lines()).isEqualTo(4);
            history.keep(4, 4);
            assertThat(history.lines()).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"step\":3}", "{\"step\":4}");
    }

    @Test
    void linesAfterTheCheckpointAreDropped() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"ste");
        try (HistoryWriter history = open(2, 2)) {
            assertThat(history.lines()).isEqualTo(2);
            history.append(entry(7));
        }
        assertThat(Files.readAllLines(file)).hasSize(3).startsWith("{\"step\":1}", "{\"step\":2}");
    }
}
