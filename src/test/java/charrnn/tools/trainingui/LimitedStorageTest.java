package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

class LimitedStorageTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 11, 25, 9, 5, 7);

    private static void put(LimitedStorage storage, String type, int step, long time) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs("session", type, LimitedStorage.WORKER, time);
        report.reportIterationCount(step);
        storage.put(report);
    }

    private static long[] times(LimitedStorage storage, String type) {
        return storage.statistics().getAllUpdateTimes("session", type, LimitedStorage.WORKER);
    }

    @Test
    void keepsReportsOfEachTypeThatAreSpreadEvenlyOverTheWholeTraining() {
        LimitedStorage storage = LimitedStorage.inMemory(100);
        for (int time = 0; time < 10_000; time++) {
            put(storage, "training", time, time);
            if (time % 500 == 0) {
                put(storage, "validation", time, time);
            }
        }
        long[] times = times(storage, "training");
        assertThat(times).hasSize(100).startsWith(0).endsWith(9_999);
        for (int i = 1; i < times.length; i++) {
            assertThat(times[i] - times[i - 1]).as("gap before %d", times[i]).isLessThanOrEqualTo(4 * 10_000 / 100);
        }
        assertThat(times(storage, "validation")).hasSize(20);
    }

    @Test
    void droppedReportsDoNotCountTowardsTheLimit() {
        String type = StatsListener.TYPE_ID;
        LimitedStorage storage = LimitedStorage.inMemory(3);
        for (int step = 1; step <= 3; step++) {
            put(storage, type, step, 10L * step);
        }
        storage.dropAfter(1, "session");
        assertThat(times(storage, type)).containsExactly(10L);
        put(storage, type, 2, 40);
        put(storage, type, 3, 50);
        assertThat(times(storage, type)).containsExactly(10L, 40L, 50L);
        storage.dropAfter(0, "session");
        assertThat(times(storage, type)).isEmpty();
    }

    @Test
    void dropsTheReportClosestBetweenItsNeighbours() {
        LimitedStorage storage = LimitedStorage.inMemory(3);
        for (long time : new long[] {10, 60, 90, 100}) {
            put(storage, "training", 1, time);
        }
        assertThat(times(storage, "training")).containsExactly(10L, 60L, 100L);
    }

    @Test
    void sessionsAreNamedAfterRunAndStartWithUnusedNamesThatAreSafeInPathsAndPages() {
        LimitedStorage storage = LimitedStorage.open("");
        assertThat(storage.newSession("lstm", START)).isEqualTo("lstm_2026-11-25_09.05.07");
        for (String used : new String[] {"lstm_2026-11-25_09.05.07", "lstm_2026-11-25_09.05.07_2"}) {
            SbeStatsInitializationReport report = new SbeStatsInitializationReport();
            report.reportIDs(used, StatsListener.TYPE_ID, LimitedStorage.WORKER, 1);
            storage.statistics().putStaticInfo(report);
        }
        assertThat(storage.newSession("lstm", START)).isEqualTo("lstm_2026-11-25_09.05.07_3");
        assertThat(storage.newSession("a/b <i>@@@ ü", START)).startsWith("a_b__i_______2026");
    }
}
