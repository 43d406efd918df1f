package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.sample.SamplingOptions;
import charrnn.train.RunListener.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingScoreTest {
    private final List<SamplingOptions> used = new ArrayList<>();

    private TrainingScore score(List<String> samples, String... overrides) {
        Config config = ConfigLoader.parse("", "test", List.of(overrides));
        return new TrainingScore(config, options -> {
            used.add(options);
            return samples;
        });
    }

    @Test
    void samplesFollowTheConfigurationAndTheStep() {
        score(
                        List.of(),
                        "training.score.samples=5",
                        "training.score.length=70",
                        "sampling.temperature=0.5",
                        "sampling.topK=9",
                        "sampling.topP=0.75")
                .score(1200);
        assertThat(used).containsExactly(new SamplingOptions(70, 0.5, 9, 0.75, 1200, 5, ""));
    }

    @Test
    void theCompleteFunctionsOfAllSamplesAreCounted() {
        assertThat(score(List.of("a b(c){}\n".repeat(2) + "a b(c", "a b(c){=}\na b(c){}\n"), "training.score.samples=2")
                        .score(1))
                .contains(new Score(Map.of("parses", 0.75, "functions", 4), "3 of 4 functions parse (75 %)"));
        assertThat(score(List.of("a b(c){=}\n"), "training.score.samples=1").score(1))
                .contains(new Score(Map.of("parses", 0.0, "functions", 1), "0 of 1 function parse (0 %)"));
        assertThat(score(List.of("a;\n"), "training.score.samples=5").score(1))
                .contains(new Score(Map.of("functions", 0), "0 of 0 functions parse"));
    }

    @Test
    void nothingIsSampledByDefault() {
        assertThat(score(List.of()).score(1200)).isEmpty();
        assertThat(used).isEmpty();
    }
}
