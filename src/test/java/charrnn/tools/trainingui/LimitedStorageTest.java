package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

class LimitedStorageTest {
    private static SbeStatsReport report(String type, long time) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs("session", type, LimitedStorage.WORKER, time);
        return report;
    }

    @Test
    void leavesReportsSpreadEvenlyOverTheWholeTraining() {
        LimitedStorage.Limit thinning = new LimitedStorage.Limit(100);
        TreeMap<Long, Persistable> stored = new TreeMap<>();
        for (long time = 0; time < 10_000; time++) {
            SbeStatsReport report = report("training", time);
            stored.put(time, report);
            thinning.makeRoom(report, stored);
        }
        assertThat(stored).hasSize(100).containsKeys(0L, 9_999L);
        long before = 0;
        for (long time : stored.navigableKeySet()) {
            assertThat(time - before).as("room before %d", time).isLessThanOrEqualTo(4 * 10_000 / 100);
            before = time;
        }
    }

    @Test
    void holdsTwelveHoursOfReportsInMemory() {
        LimitedStorage storage = LimitedStorage.open("");
        int reports = 12 * 3600 * 2; // a network of 2x128 does about 20 steps a second, and reports each tenth
        for (int i = 0; i < reports; i++) {
            storage.putUpdate(report("training", 500L * i));
            if (i % 100 == 0) {
                storage.putUpdate(report("validation", 500L * i));
            }
        }
        assertThat(storage.getNumUpdateRecordsFor("session", "training", LimitedStorage.WORKER))
                .isEqualTo(LimitedStorage.LIMIT);
        assertThat(storage.getNumUpdateRecordsFor("session", "validation", LimitedStorage.WORKER))
                .isEqualTo(reports / 100);
    }

    @Test
    void droppedReportsNoLongerCountForTheLimit() {
        LimitedStorage.Limit three = new LimitedStorage.Limit(3);
        Map<Long, Persistable> stored = new TreeMap<>();
        for (int step = 1; step <= 3; step++) {
            store(three, stored, step, 10L * step);
        }
        three.dropAfter(1, "session", "training", stored);
        assertThat(stored).containsOnlyKeys(10L);
        store(three, stored, 2, 40);
        store(three, stored, 3, 50);
        assertThat(stored).containsOnlyKeys(10L, 40L, 50L);
        three.dropAfter(0, "session", "training", stored);
        three.dropAfter(0, "session", "another", stored);
        assertThat(stored).isEmpty();
    }

    private static void store(LimitedStorage.Limit thinning, Map<Long, Persistable> stored, int step, long time) {
        SbeStatsReport report = report("training", time);
        report.reportIterationCount(step);
        stored.put(time, report);
        thinning.makeRoom(report, stored);
    }

    @Test
    void dropsTheReportClosestBetweenItsNeighbours() {
        LimitedStorage.Limit three = new LimitedStorage.Limit(3);
        Map<Long, Persistable> stored = new TreeMap<>();
        for (long time : new long[] {10, 60, 90, 100}) {
            stored.put(time, report("training", time));
            three.makeRoom(report("training", time), stored);
        }
        assertThat(stored).containsOnlyKeys(10L, 60L, 100L);
    }
}
