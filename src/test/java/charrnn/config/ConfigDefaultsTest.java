package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config.CheckpointsConfig;
import charrnn.config.Config.SamplingConfig;
import charrnn.config.Config.UiConfig;
import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig.Optimizer;
import charrnn.config.TrainingConfig.Precision;
import charrnn.config.TrainingConfig.Schedule;
import charrnn.config.TrainingConfig.ScoreConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The defaults of each record, and that an empty file gives them. */
class ConfigDefaultsTest {
    private final Config config = ConfigLoader.parse("", "empty.yaml", List.of());

    @Test
    void emptyFileGivesTheDefaults() {
        assertThat(config).isEqualTo(Config.defaults());
    }

    @Test
    void theNameIsEmpty() {
        assertThat(config.name()).isEmpty();
    }

    @Test
    void corpus() {
        assertThat(config.corpus())
                .isEqualTo(new CorpusConfig(
                        List.of("corpus"),
                        List.of("**/*.c", "**/*.h"),
                        List.of(),
                        false,
                        false,
                        0L,
                        List.of("**"),
                        0.05,
                        0.05,
                        1L,
                        config.corpus().vocabulary()));
    }

    @Test
    void vocabulary() {
        assertThat(config.corpus().vocabulary()).isEqualTo(new VocabularyConfig(1, 0));
    }

    @Test
    void model() {
        assertThat(config.model()).isEqualTo(new ModelConfig(2, List.of(128), 0.0, 1.0, Gates.FULL, 0, Engine.FAST));
    }

    @Test
    void score() {
        assertThat(config.training().score()).isEqualTo(new ScoreConfig(0, 1000));
    }

    @Test
    void training() {
        assertThat(config.training())
                .isEqualTo(new TrainingConfig(
                        32,
                        64,
                        50,
                        0.0,
                        1L,
                        Precision.FLOAT32,
                        Optimizer.ADAM,
                        0.9,
                        0.99,
                        0.002,
                        Schedule.COSINE,
                        100,
                        0.97,
                        0.3,
                        10,
                        1,
                        3,
                        0.02,
                        1.0,
                        0.0,
                        0.0,
                        0.0,
                        false,
                        10,
                        0,
                        0,
                        3,
                        config.training().score()));
    }

    @Test
    void checkpoints() {
        assertThat(config.checkpoints()).isEqualTo(new CheckpointsConfig("checkpoints", 500, 3));
    }

    @Test
    void sampling() {
        assertThat(config.sampling()).isEqualTo(new SamplingConfig(0, "", 200, 0.7, 0, 1.0));
    }

    @Test
    void ui() {
        assertThat(config.ui()).isEqualTo(new UiConfig(true, "127.0.0.1", 9000, "", 10));
    }

    @Test
    void singleHiddenSizeAppliesToEveryLayer() {
        assertThat(new ModelConfig(3, List.of(64), 0, 1, Gates.FULL, 0, Engine.FAST).hiddenSizes())
                .containsExactly(64, 64, 64);
        assertThat(new ModelConfig(2, List.of(64, 32), 0, 1, Gates.FULL, 0, Engine.FAST).hiddenSizes())
                .containsExactly(64, 32);
    }
}
