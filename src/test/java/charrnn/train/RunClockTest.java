package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunClockTest {
    private long clock = 77;

    private RunClock pace(int epochs, double minutes, double secondsBefore) {
        TrainingConfig training = ConfigLoader.parse(
                        "", "test", List.of("training.epochs=" + epochs, "training.maxMinutes=" + minutes))
                .training();
        return new RunClock(training, 100, secondsBefore, () -> clock);
    }

    private void pass(int seconds) {
        clock += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void whicheverLimitComesFirstEndsTheRun() {
        RunClock pace = pace(3, 1, 0);
        pass(15);
        assertThat(pace.done(30)).isCloseTo(0.25, within(1e-9));
        assertThat(pace.done(150)).isCloseTo(0.5, within(1e-9));
        pass(45);
        assertThat(pace.done(30)).isCloseTo(1, within(1e-9));
    }

    @Test
    void timeOfEarlierSittingsCounts() {
        RunClock pace = pace(0, 2, 90);
        pass(15);
        assertThat(pace.seconds()).isCloseTo(105, within(1e-9));
        assertThat(pace.done(510)).isCloseTo(105 / 120.0, within(1e-9));
        assertThat(pace.secondsLeft(510)).isCloseTo(15, within(1e-9));
    }

    @Test
    void theTimeLeftFollowsTheSpeedOfThisSitting() {
        RunClock pace = pace(10, 0, 1000);
        make(pace, 40);
        pass(20);
        assertThat(pace.secondsLeft(440)).as("40 steps in 20 s, 560 to go").isCloseTo(280, within(1e-9));
    }

    @Test
    void updatesThatARunWentBackBehindTellOfItsSpeedAsWell() {
        RunClock pace = pace(10, 0, 0);
        make(pace, 400);
        pass(120);
        assertThat(pace.secondsLeft(0)).as("400 steps in 120 s, 1000 to go").isCloseTo(300, within(1e-9));
    }

    private static void make(RunClock pace, int updates) {
        for (int i = 0; i < updates; i++) {
            pace.stepped();
        }
    }
}
