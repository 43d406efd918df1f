package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

class BitsPerCharRouterTest {
    private final LimitedStorage storage = LimitedStorage.open("");
    private final BitsPerCharRouter router = new BitsPerCharRouter("s", write -> write.accept(storage));

    /** Does what the listener does in an update. */
    private void update() {
        SbeStatsReport report = new SbeStatsReport();
        report.reportScore(1234);
        router.putUpdate(report);
    }

    private List<String> training() {
        return points(StatsListener.TYPE_ID);
    }

    private List<String> validation() {
        return points(LimitedStorage.VALIDATION_TYPE);
    }

    private List<String> points(String type) {
        return storage.statistics().getAllUpdatesAfter("s", type, LimitedStorage.WORKER, 0).stream()
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
        assertThat(training()).containsExactly("1: 8.0", "4: 4.0");
    }

    @Test
    void aLossThatIsNotFiniteLeavesAGap() {
        update();
        router.reportTrain(1, Double.NaN);
        assertThat(training()).isEmpty();
        router.reportTrain(2, 6);
        router.reportValidation(2, Double.POSITIVE_INFINITY);
        assertThat(training()).containsExactly("2: 6.0");
        assertThat(validation()).isEmpty();
    }

    @Test
    void aValidationIsStoredAtOnceInTheSessionOfItsTraining() {
        router.reportValidation(0, 7);
        update();
        router.reportTrain(1, 6);
        router.reportValidation(1, 6.5);
        assertThat(validation()).containsExactly("0: 7.0", "1: 6.5");
    }

    @Test
    void thePrecisionIsThatOfTheNetworkInsteadOfItsArrays() {
        router.showPrecision("float32, products in bfloat16");
        SbeStatsInitializationReport info = new SbeStatsInitializationReport();
        info.reportIDs("s", StatsListener.TYPE_ID, LimitedStorage.WORKER, 1);
        info.reportModelInfo("Subclass", "{}", new String[] {"0_W"}, 3, 12);
        info.reportSoftwareInfo("amd64", "Linux", "JVM", "17", "17", "CPU", "float", "host", "uid", null);
        router.putStaticInfo(info);
        StatsInitializationReport stored = (StatsInitializationReport)
                storage.statistics().getStaticInfo("s", StatsListener.TYPE_ID, LimitedStorage.WORKER);
        assertThat(stored.getSwNd4jDataTypeName()).isEqualTo("float32, products in bfloat16");
        assertThat(stored.getSwHostName()).isEqualTo("host");
        assertThat(stored.getModelNumLayers()).isEqualTo(3);
    }

    /** The update that diverged has no loss, but left a report. */
    @Test
    void aRollbackDropsTheReportThatIsNotStoredYet() {
        router.reportTrain(1, 100);
        update();
        router.clear();
        router.reportTrain(2, 6);
        assertThat(training()).isEmpty();
        update();
        router.reportTrain(3, 4);
        assertThat(training()).containsExactly("3: 5.0");
    }

    @Test
    void pointsOfOneMillisecondAreAllKept() {
        for (int step = 1; step <= 500; step++) {
            update();
            router.reportTrain(step, step);
        }
        assertThat(training()).hasSize(500);
    }
}
