package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import charrnn.model.checkpoint.Progress;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLimitTest {
    /** A run after 3 epochs, 90 seconds and 2 validations without a new best. */
    private static final Progress PROGRESS = TinySession.updated(300, 100)
            .at(90, 0)
            .with(new Progress.Control(1, 0, 2, OptionalDouble.empty(), OptionalDouble.empty()));

    private static TrainingConfig limits(int epochs, double minutes, int patience) {
        String yaml = "training: {epochs: " + epochs + ", maxMinutes: " + minutes + ", patience: " + patience + "}";
        return ConfigLoader.parse(yaml, "test", List.of()).training();
    }

    @Test
    void aRunBelowItsLimitsHasReachedNone() {
        assertThat(RunLimit.reached(limits(4, 1.6, 3), PROGRESS)).isEmpty();
        assertThat(RunLimit.reached(limits(4, 0, 0), PROGRESS)).isEmpty();
    }

    @Test
    void theReachedLimitsAreNamed() {
        assertThat(RunLimit.reached(limits(3, 0, 0), PROGRESS))
                .containsExactly(new RunLimit("training.epochs", "3 epochs of 3 done", "6"));
        assertThat(RunLimit.reached(limits(0, 1.5, 0), PROGRESS))
                .containsExactly(
                        new RunLimit("training.maxMinutes", "the limit of 1.5 minutes of training is reached", "3"));
        assertThat(RunLimit.reached(limits(9, 0, 2), PROGRESS))
                .containsExactly(
                        new RunLimit("training.patience", "stopped early after 2 validations without a new best", "4"));
    }

    /** The clock ends a run by setting its time to the limit. */
    @Test
    void aTimeEqualToTheLimitHasReachedIt() {
        for (int i = 1; i < 1000; i++) {
            double minutes = i / 100.0;
            assertThat(RunLimit.reached(limits(0, minutes, 0), PROGRESS.at(60 * minutes, 0)))
                    .as("%s minutes", minutes)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1.5, 2", "1, 0.1, 1", "2, 1, 2"})
    void theSuggestedValuesLetTheRunContinue(int epochs, double minutes, int patience) {
        List<RunLimit> reached = RunLimit.reached(limits(epochs, minutes, patience), PROGRESS);
        assertThat(reached).hasSize(3);
        List<String> more =
                reached.stream().map(limit -> limit.key() + "=" + limit.more()).toList();
        assertThat(RunLimit.reached(ConfigLoader.parse("", "test", more).training(), PROGRESS))
                .isEmpty();
    }
}
