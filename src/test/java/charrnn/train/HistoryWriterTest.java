package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
    @TempDir
    private Path folder;

    private HistoryWriter open(long keep, long step) throws IOException {
        HistoryWriter history = new HistoryWriter(folder.resolve("history.jsonl"));
        history.keep(TinyRun.updated(step, 1000).at(0, keep));
        return history;
    }

    private static ObjectNode entry(long step) {
        return JsonNodeFactory.instance.objectNode().put("step", step).put("trainBpc", 2.5);
    }

    @Test
    void eachLineIsAJsonObject() throws IOException {
        try (HistoryWriter history = open(0, 0)) {
            history.append(entry(1));
            history.append(entry(2));
        }
        assertThat(Files.readAllLines(folder.resolve("history.jsonl")))
                .containsExactly("{\"step\":1,\"trainBpc\":2.5}", "{\"step\":2,\"trainBpc\":2.5}");
    }

    @Test
    void linesAfterTheCheckpointAndAnUnfinishedLineAreDropped() throws IOException {
        Path file = folder.resolve("history.jsonl");
        String[] lines = {"{\"step\":1}", "{\"step\":2}", "{\"step\":3}"};
        for (int whole = 1; whole <= 3; whole++) {
            String[] kept = Arrays.copyOf(lines, Math.min(whole, 2));
            Files.writeString(file, String.join("\n", Arrays.copyOf(lines, whole)) + "\n{\"ste");
            try (HistoryWriter history = open(2, 2)) {
                assertThat(history.lines()).isEqualTo(kept.length);
                history.append(entry(7));
            }
            assertThat(Files.readAllLines(file)).hasSize(kept.length + 1).startsWith(kept);
        }
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        try (HistoryWriter history = new HistoryWriter(full)) {
            assertThatThrownBy(() -> history.append(entry(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Cannot write /dev/full: No space left on device");
        }
    }
}
