package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.ConfigLoader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {
    /** Exponential is as in char-rnn: after the tenth epoch, each epoch multiplies the rate by 0.97. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # keys of the schedule                                                | step, epoch, done, rate; the last done is past the time limit
        learningRate: 0.8, schedule: constant, warmupSteps: 4                 | 0 0 0 0.2, 1 0 0 0.4, 3 0 0 0.8, 4 0 0 0.8, 999 9 1 0.8
        schedule: cosine, finalRateShare: 0.1                                 | 0 0 0 1, 5 0 0.5 0.55, 10 0 1 0.1, 10 0 1.2 0.1
        schedule: cooldown, cooldownShare: 0.4, finalRateShare: 0.1           | 0 0 0 1, 5 0 0.5 1, 6 0 0.6 1, 8 0 0.8 0.55, 10 0 1 0.1, 10 0 1.2 0.1
        schedule: exponential, decay: 0.97, decayAfterEpochs: 10              | 1 8 0 1, 1 9 0 1, 1 10 0 0.97, 1 12 0 0.912673
        """)
    void theRateFollowsItsSchedule(String keys, String points) {
        String yaml =
                "training: {" + (keys.contains("learningRate") ? "" : "learningRate: 1, warmupSteps: 0, ") + keys + "}";
        LearningRate rate =
                new LearningRate(ConfigLoader.parse(yaml, "test", List.of()).training());
        for (String point : points.split(", ")) {
            String[] values = point.split(" ");
            assertThat(rate.at(Long.parseLong(values[0]), Integer.parseInt(values[1]), Double.parseDouble(values[2])))
                    .as(point)
                    .isCloseTo(Double.parseDouble(values[3]), within(1e-12));
        }
    }
}
