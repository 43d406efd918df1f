package charrnn.train.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;

class BitsPerCharRouterTest {
    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final Sessions sessions = new Sessions("s");
    private final BitsPerCharRouter router = new BitsPerCharRouter(sessions, write -> write.accept(storage));

    /** What the listener does in an update. */
    private void update() {
        SbeStatsReport report = new SbeStatsReport();
        report.reportScore(1234);
        router.putUpdate(report);
    }

    private List<String> points(String session) {
        return storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, Sessions.WORKER, 0).stream()
                .map(BitsPerCharRouterTest::point)
                .toList();
    }

    private static String point(Persistable report) {
        StatsReport stats = (StatsReport) report;
        return stats.getIterationCount() + ": " + stats.getScore();
    }

    @Test
    void aPointIsTheMeanSinceTheOneBefore() {
        update();
        router.reportTrain(1, 8);
        router.reportTrain(2, 6);
        router.reportTrain(3, 4);
        update();
        router.reportTrain(4, 2);
        assertThat(points("s")).containsExactly("1: 8.0", "4: 4.0");
    }

    @Test
    void aLossThatIsNotFiniteLeavesAGap() {
        update();
        router.reportTrain(1, Double.NaN);
        assertThat(points("s")).isEmpty();
        router.reportTrain(2, 6);
        router.reportValidation(2, Double.POSITIVE_INFINITY);
        assertThat(points("s")).containsExactly("2: 6.0");
        assertThat(points("s-validation")).isEmpty();
    }

    @Test
    void aValidationBeforeTheFirstPointWaitsForIt() {
        router.reportValidation(0, 7);
        assertThat(points("s-validation")).isEmpty();
        update();
        router.reportTrain(1, 6);
        router.reportValidation(1, 6.5);
        assertThat(points("s-validation")).containsExactly("0: 7.0", "1: 6.5");
    }

    /** The update that diverged has no loss, but left a report. */
    @Test
    void whatWaitsIsForgottenWhenTheTrainingGoesBack() {
        router.reportTrain(1, 100);
        router.reportValidation(1, 7);
        router.reportValidation(2, 9);
        update();
        router.wentBack(1);
        router.reportTrain(2, 6);
        assertThat(points("s")).isEmpty();
        update();
        router.reportTrain(3, 4);
        assertThat(points("s")).containsExactly("3: 5.0");
        assertThat(points("s-validation")).containsExactly("1: 7.0");
    }

    @Test
    void pointsOfOneMillisecondAreAllKept() {
        for (int step = 1; step <= 500; step++) {
            update();
            router.reportTrain(step, step);
        }
        assertThat(points("s")).hasSize(500);
    }
}
