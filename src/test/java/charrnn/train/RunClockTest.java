package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunClockTest {
    private long nanos = 77;

    private RunClock clock(int epochs, double minutes, double secondsBefore) {
        TrainingConfig training = ConfigLoader.parse(
                        "", "test", List.of("training.epochs=" + epochs, "training.maxMinutes=" + minutes))
                .training();
        return new RunClock(training, 100, 1, 5, secondsBefore, () -> nanos);
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void theFirstLimitEndsTheRun() {
        RunClock clock = clock(3, 1, 0);
        pass(15);
        assertThat(clock.fractionDone(30)).isCloseTo(0.25, within(1e-9));
        assertThat(clock.fractionDone(150)).isCloseTo(0.5, within(1e-9));
        pass(45);
        assertThat(clock.fractionDone(30)).isCloseTo(1, within(1e-9));
    }

    @Test
    void timeOfEarlierSessionsCounts() {
        RunClock clock = clock(0, 2, 90);
        pass(15);
        assertThat(clock.seconds()).isCloseTo(105, within(1e-9));
        assertThat(clock.fractionDone(510)).isCloseTo(105 / 120.0, within(1e-9));
        assertThat(clock.secondsLeft(510)).isCloseTo(15, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 40, 20, 440, 280", // 40 updates in 20 s of this session, 560 to go
        "0, 400, 120, 0, 300", // of 400 updates in 120 s all were rolled back: 1000 to go
    })
    void theTimeLeftFollowsTheSpeedOfThisSession(int before, int updates, int seconds, long step, double left) {
        RunClock clock = clock(10, 0, before);
        clock.stepped(updates);
        pass(seconds);
        assertThat(clock.secondsLeft(step)).isCloseTo(left, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "90, 20, 6, 23", // as long as the one before it
        "0, 20, 500, 79", // a long one does not end a training at its beginning
        "0, 10, 0, 79", // the first one takes as long as its 5 updates: 40 s
    })
    void theTimeLimitIncludesALastValidation(int before, int updates, double validation, int seconds) {
        RunClock clock = clock(0, 2, before);
        clock.stepped(updates);
        clock.validated(validation);
        pass(seconds);
        clock.endInTime();
        assertThat(clock.seconds()).isCloseTo(before + seconds, within(1e-9));
        pass(1);
        clock.endInTime();
        assertThat(clock.seconds()).as("the limit is used up").isCloseTo(120, within(1e-9));
        pass(120);
        assertThat(clock.seconds()).isCloseTo(before + seconds + 121, within(1e-9));
    }
}
