package charrnn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "ephocs, epochs, 2",
        "epohcs, epochs, 1",
        "batch_size, batchSize, 0",
        "BATCH-SIZE, batchSize, 0",
        "hiddenSize, hidden, 1",
        "'', adam, 4"
    })
    void theDistanceIsTheNumberOfTypingErrors(String word, String candidate, int distance) {
        assertThat(Spelling.distance(word, candidate)).isEqualTo(distance);
    }

    @Test
    void onlyNearWordsAreSuggested() {
        assertThat(Spelling.nearest("lstn", List.of("lstm", "quick", "linux"))).containsExactly("lstm");
        assertThat(Spelling.nearest("wombat", List.of("lstm", "quick", "linux")))
                .isEmpty();
        assertThat(Spelling.nearest("x".repeat(100_000), List.of("lstm"))).isEmpty();
        assertThat(Spelling.nearest("lstm", List.of())).isEmpty();
    }
}
