package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    private static TrainingConfig training(String... keys) {
        Config config = ConfigLoader.parse(
                "", "test", List.of(keys).stream().map(key -> "training." + key).toList());
        return config.training();
    }

    @Test
    void warmUpRisesInEqualStepsToTheFullRate() {
        LearningRate rate = new LearningRate(training("learningRate=0.8", "schedule=constant", "warmupSteps=4"));
        assertThat(List.of(rate.at(0, 0, 0), rate.at(1, 0, 0), rate.at(3, 0, 0), rate.at(4, 0, 0), rate.at(999, 9, 1)))
                .containsExactly(0.2, 0.4, 0.8, 0.8, 0.8);
    }

    @Test
    void cosineFallsFromTheFullRateToItsFinalShare() {
        LearningRate rate =
                new LearningRate(training("learningRate=1", "schedule=cosine", "warmupSteps=0", "finalRateShare=0.1"));
        assertThat(rate.at(0, 0, 0)).isEqualTo(1);
        assertThat(rate.at(5, 0, 0.5)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(10, 0, 1)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(10, 0, 1.2)).as("a last step past the time limit").isCloseTo(0.1, within(1e-12));
    }

    @Test
    void cooldownIsConstantAndThenFallsInAStraightLineToTheFinalShare() {
        LearningRate rate = new LearningRate(training(
                "learningRate=1", "schedule=cooldown", "warmupSteps=0", "cooldownShare=0.4", "finalRateShare=0.1"));
        assertThat(List.of(rate.at(0, 0, 0), rate.at(5, 0, 0.5), rate.at(6, 0, 0.6)))
                .containsExactly(1.0, 1.0, 1.0);
        assertThat(rate.at(8, 0, 0.8)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(10, 0, 1)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(10, 0, 1.2)).as("a last step past the time limit").isCloseTo(0.1, within(1e-12));
    }

    /** As in char-rnn: after the tenth epoch, each epoch multiplies the rate by 0.97. */
    @Test
    void exponentialDecaysEveryEpochOnceItHasBegun() {
        LearningRate rate = new LearningRate(training(
                "learningRate=1", "schedule=exponential", "warmupSteps=0", "decay=0.97", "decayAfterEpochs=10"));
        assertThat(rate.at(1, 8, 0)).isEqualTo(1);
        assertThat(rate.at(1, 9, 0)).isEqualTo(1);
        assertThat(rate.at(1, 10, 0)).isCloseTo(0.97, within(1e-12));
        assertThat(rate.at(1, 12, 0)).isCloseTo(Math.pow(0.97, 3), within(1e-12));
    }

    @Test
    void stepDecaysEveryFewEpochs() {
        LearningRate rate = new LearningRate(training(
                "learningRate=1",
                "schedule=step",
                "warmupSteps=0",
                "decay=0.5",
                "decayAfterEpochs=0",
                "decayEveryEpochs=3"));
        assertThat(List.of(rate.at(1, 0, 0), rate.at(1, 2, 0), rate.at(1, 3, 0), rate.at(1, 6, 0)))
                .containsExactly(1.0, 1.0, 0.5, 0.25);
    }

    @Test
    void stepsBeginWhenTheEpochsBeforeThemAreOver() {
        LearningRate rate = new LearningRate(training(
                "learningRate=1",
                "schedule=step",
                "warmupSteps=0",
                "decay=0.5",
                "decayAfterEpochs=10",
                "decayEveryEpochs=5"));
        assertThat(List.of(rate.at(1, 9, 0), rate.at(1, 10, 0), rate.at(1, 14, 0), rate.at(1, 15, 0)))
                .containsExactly(1.0, 0.5, 0.5, 0.25);
    }
}
