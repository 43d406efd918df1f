package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

class TrainingStatisticsTest {
    private final TrainingStatistics statistics = new TrainingStatistics("s", Runnable::run);

    /** Does what the listener does in an update. */
    private void report() {
        SbeStatsReport report = new SbeStatsReport();
        report.reportScore(1234);
        statistics.putUpdate(report);
    }

    private void update(int step, double bitsPerChar) {
        statistics.stepped(TinyTraining.update(step, bitsPerChar));
    }

    private List<StatsReport> reports() {
        return statistics.getAllUpdatesAfter("s", StatsListener.TYPE_ID, TrainingStatistics.WORKER, 0).stream()
                .map(StatsReport.class::cast)
                .toList();
    }

    private List<String> training() {
        return reports().stream()
                .map(it -> it.getIterationCount() + ": " + it.getScore())
                .toList();
    }

    @Test
    void aPointIsTheMeanSinceTheOneBefore() {
        report();
        update(1, 8);
        update(2, 6);
        update(3, 4);
        report();
        update(4, 2);
        assertThat(training()).containsExactly("1: 8.0", "4: 4.0");
    }

    @Test
    void aLossThatIsNotFiniteLeavesAGap() {
        report();
        update(1, Double.NaN);
        assertThat(training()).isEmpty();
        update(2, 6);
        assertThat(training()).containsExactly("2: 6.0");
    }

    /** The update that diverged has no loss, but left a report. */
    @Test
    void aRollbackDropsTheReportThatIsNotStoredYet() {
        update(1, 100);
        report();
        statistics.dropAfter(1);
        update(2, 6);
        assertThat(training()).isEmpty();
        report();
        update(3, 4);
        assertThat(training()).containsExactly("3: 5.0");
    }

    private void train(int last) {
        for (int step = 1; step <= last; step++) {
            report();
            update(step, step);
        }
    }

    @Test
    void aLongTrainingKeepsPointsThatAreSpreadEvenlyOverAllOfIt() {
        int last = 10_000;
        train(last);
        List<Integer> steps =
                reports().stream().map(StatsReport::getIterationCount).toList();
        assertThat(steps)
                .hasSizeBetween(TrainingStatistics.LIMIT / 2, TrainingStatistics.LIMIT)
                .startsWith(1);
        int gap = steps.get(1) - steps.get(0);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i) - steps.get(i - 1)).as("gap %d", i).isEqualTo(gap);
        }
        assertThat(last - steps.get(steps.size() - 1)).isLessThan(gap);
    }

    /** Deeplearning4j's page reads the points of a session that has a static report. */
    @Test
    void theOverviewDrawsAsManyPointsAsTheStorageKeeps() throws Exception {
        SbeStatsInitializationReport info = new SbeStatsInitializationReport();
        info.reportIDs("s", StatsListener.TYPE_ID, TrainingStatistics.WORKER, 1);
        info.reportModelInfo("MultiLayerNetwork", "{}", new String[0], 0, 0);
        statistics.putStaticInfo(info);
        train(TrainingStatistics.LIMIT);
        try (TrainServer server = new TrainServer()) {
            Router router = TrainPages.router(statistics, server.vertx());
            int port = server.listen(InetAddress.getLoopbackAddress(), 0, router);
            Browse browse = new Browse(URI.create("http://127.0.0.1:" + port));
            assertThat(browse.overviewOnce(TrainingStatistics.LIMIT).get("scoresIter"))
                    .hasSize(TrainingStatistics.LIMIT);
        }
    }
}
