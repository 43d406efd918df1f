package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.train.History.Line;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static History history(String text) {
        return History.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Optional<String>> faults(String text) {
        return history(text).lines().stream().map(Line::fault).toList();
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
    void aSoundLineIsAnObjectWithAStep() {
        assertThat(faults("{\"step\":1}\n[1]\n{}\n{\"step\":\"2\"}\nnonsense\n"))
                .startsWith(Optional.empty())
                .filteredOn(Optional::isPresent)
                .hasSize(4)
                .containsOnly(Optional.of("is no JSON object with a step"));
    }

    @Test
    void lostLinesAreANumber() {
        assertThat(history("{\"step\":1,\"lostLines\":5}\n{\"lostLines\":\"5\"}\n{\"lostLines\":true}\n{}\n")
                        .lines())
                .extracting(Line::lost)
                .containsExactly(5L, 0L, 0L, 0L);
    }

    @Test
    void stepsRiseAndEachIsReportedOnce() {
        assertThat(faults("{\"step\":5,\"trainBpc\":2}\n{\"step\":5,\"sample\":\"\"}\n{\"step\":4}\n"))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("has step 4 after step 5"));
        assertThat(faults("{\"step\":5,\"trainBpc\":2}\n{\"step\":5,\"trainBpc\":2}\n"))
                .last()
                .isEqualTo(Optional.of("has step 5 after step 5"));
    }

    @Test
    void anEventMayReturnToAnEarlierStep() {
        assertThat(faults(
                        "{\"step\":5,\"trainBpc\":2}\n{\"step\":2,\"event\":\"back\"}\n{\"step\":3,\"trainBpc\":2}\n"))
                .containsOnly(Optional.empty());
    }

    @Test
    void aCheckpointHasItsNumberOfSoundLinesAndNoneOfALaterStep() {
        History history = history("{\"step\":1}\n[]\n{\"step\":3}\n{\"step\":4}\n{\"step\":9}\n");
        assertThat(history.ofCheckpoint(9, 4)).extracting(Line::step).containsExactly(1L, 3L, 4L);
        assertThat(history.ofCheckpoint(2, 4)).extracting(Line::step).containsExactly(1L, 3L);
    }
}
