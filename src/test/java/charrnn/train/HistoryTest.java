package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.train.History.Line;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is read, and {@link History.Writer} continues it. */
class HistoryTest {
    @TempDir
    private Path folder;

    private static History history(String text) {
        return History.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTextAfterTheLastLineEndIsNoLine() {
        History history = history("{\"step\":1}\n{\"step\":2}\n{\"st");
        assertThat(history.lines()).extracting(Line::step).containsExactly(1L, 2L);
        assertThat(history.lines()).extracting(Line::end).containsExactly(11, 22);
        assertThat(history.unfinished()).map(Line::text).contains("{\"st");
        assertThat(history("{\"step\":1}\n").unfinished()).isEmpty();
    }

    @Test
    void aMissingFileHasNoLinesAndALineWithoutAStepHasStepMinusOne() throws IOException {
        assertThat(History.read(folder.resolve("history.jsonl"))).isEqualTo(history(""));
        assertThat(history("[1]\n{}\n{\"step\":\"2\"}\nnonsense\n").lines())
                .extracting(Line::step)
                .containsExactly(-1L, -1L, -1L, -1L);
    }

    @Test
    void aCheckpointHasItsNumberOfLinesAndNoneOfALaterStep() {
        History history = history("{\"step\":1}\n[]\n{\"step\":3}\n{\"step\":4}\n{\"step\":9}\n");
        assertThat(history.ofCheckpoint(TinySession.updated(4, 1000).at(0, 9)))
                .extracting(Line::step)
                .containsExactly(1L, -1L, 3L, 4L);
        assertThat(history.ofCheckpoint(TinySession.updated(4, 1000).at(0, 2)))
                .extracting(Line::step)
                .containsExactly(1L, -1L);
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("step", 1);
        try (History.Writer history = new History.Writer(full)) {
            assertThatThrownBy(() -> history.append(line))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Cannot write /dev/full: No space left on device");
        }
    }
}
