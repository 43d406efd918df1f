package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.sample.SamplingOptions;
import charrnn.tools.score.ParseRate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ValidationScoreTest {
    private final List<SamplingOptions> asked = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private static Config config(String... overrides) {
        return ConfigLoader.parse("", "test", List.of(overrides));
    }

    private ParseRate judge(SamplingOptions options) {
        asked.add(options);
        return new ParseRate(3, 4);
    }

    @Test
    void samplesAreDrawnAsTheConfigurationSaysByTheStep() {
        Config config = config(
                "training.score.samples=5",
                "training.score.length=70",
                "sampling.temperature=0.5",
                "sampling.topK=9",
                "sampling.topP=0.75");
        assertThat(new ValidationScore(config, this::judge).at(1200, complaints::add))
                .contains(new ParseRate(3, 4));
        assertThat(asked).containsExactly(new SamplingOptions(70, 0.5, 9, 0.75, 1200, 5, ""));
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingIsWrittenUnlessItIsAskedFor() {
        assertThat(new ValidationScore(config(), this::judge).at(1200, complaints::add))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aFailureIsTold() {
        Function<SamplingOptions, ParseRate> broken = options -> {
            throw new IllegalStateException("there is no library");
        };
        assertThat(new ValidationScore(config("training.score.samples=5"), broken).at(1200, complaints::add))
                .isEmpty();
        assertThat(complaints).containsExactly("not scored: there is no library");
    }
}
