package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.train.History.Line;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
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
    void aMissingFileHasNoLines(@TempDir Path folder) throws Exception {
        assertThat(History.read(folder.resolve("history.jsonl"))).isEqualTo(history(""));
    }

    @Test
    void aLineWithoutAStepHasStepMinusOne() {
        assertThat(history("[1]\n{}\n{\"step\":\"2\"}\nnonsense\n").lines())
                .extracting(Line::step)
                .containsExactly(-1L, -1L, -1L, -1L);
    }

    @Test
    void aCheckpointHasItsNumberOfLinesAndNoneOfALaterStep() {
        History history = history("{\"step\":1}\n[]\n{\"step\":3}\n{\"step\":4}\n{\"step\":9}\n");
        assertThat(history.ofCheckpoint(TinyRun.updated(4, 1000).at(0, 9)))
                .extracting(Line::step)
                .containsExactly(1L, -1L, 3L, 4L);
        assertThat(history.ofCheckpoint(TinyRun.updated(4, 1000).at(0, 2)))
                .extracting(Line::step)
                .containsExactly(1L, -1L);
    }
}
