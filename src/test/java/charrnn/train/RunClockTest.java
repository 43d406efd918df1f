package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunClockTest {
    private long nanos = 77;

    private RunClock clock(int epochs, double minutes, double secondsBefore) {
        TrainingConfig training = ConfigLoader.parse(
                        "", "test", List.of("training.epochs=" + epochs, "training.maxMinutes=" + minutes))
                .training();
        return new RunClock(training, 100, 5, secondsBefore, () -> nanos);
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
    void timeOfEarlierSittingsCounts() {
        RunClock clock = clock(0, 2, 90);
        pass(15);
        assertThat(clock.seconds()).isCloseTo(105, within(1e-9));
        assertThat(clock.fractionDone(510)).isCloseTo(105 / 120.0, within(1e-9));
        assertThat(clock.secondsLeft(510)).isCloseTo(15, within(1e-9));
    }

    @Test
    void theTimeLeftFollowsTheSpeedOfThisSitting() {
        RunClock clock = clock(10, 0, 1000);
        make(clock, 40);
        pass(20);
        assertThat(clock.secondsLeft(440)).as("40 steps in 20 s, 560 to go").isCloseTo(280, within(1e-9));
    }

    @Test
    void updatesThatWereRolledBackCountForTheSpeed() {
        RunClock clock = clock(10, 0, 0);
        make(clock, 400);
        pass(120);
        assertThat(clock.secondsLeft(0)).as("400 steps in 120 s, 1000 to go").isCloseTo(300, within(1e-9));
    }

    @Test
    void theTimeLimitIncludesALastValidationAsLongAsTheOneBeforeIt() {
        RunClock clock = clock(0, 2, 90);
        make(clock, 20);
        clock.validated(6);
        pass(23);
        clock.endInTime();
        assertThat(clock.seconds()).isCloseTo(113, within(1e-9));
        pass(1);
        clock.endInTime();
        assertThat(clock.seconds()).as("the limit is used up").isCloseTo(120, within(1e-9));
        pass(8);
        assertThat(clock.seconds()).isCloseTo(122, within(1e-9));
    }

    @Test
    void aLongValidationDoesNotEndATrainingAtItsBeginning() {
        RunClock clock = clock(0, 2, 0);
        make(clock, 20);
        clock.validated(500);
        pass(79);
        clock.endInTime();
        assertThat(clock.seconds()).isCloseTo(79, within(1e-9));
        pass(1);
        clock.endInTime();
        assertThat(clock.seconds()).as("the limit is used up").isCloseTo(120, within(1e-9));
    }

    @Test
    void aFirstValidationIsExpectedToTakeAsLongAsItsUpdates() {
        RunClock clock = clock(0, 2, 0);
        make(clock, 10);
        pass(79);
        clock.endInTime();
        assertThat(clock.seconds()).as("5 updates take 40 s").isCloseTo(79, within(1e-9));
        pass(1);
        clock.endInTime();
        assertThat(clock.seconds()).isCloseTo(120, within(1e-9));
    }

    private static void make(RunClock clock, int updates) {
        for (int i = 0; i < updates; i++) {
            clock.stepped(1);
        }
    }
}
