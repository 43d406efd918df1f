package charrnn.tools.trainingui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Limits the number of a session's reports of each type, however long the training. Each report above the limit makes
 * room by dropping the one that stands closest between its neighbours, so that what is left is spread evenly over the
 * training's time, with its first and its newest report.
 */
final class ReportThinning {
    /** As many as the charts draw: Deeplearning4j's draw each report up to 1023 of them, and every second from there. */
    static final int LIMIT = 1000;

    private final int limit;
    private final Map<Series, List<Long>> timesBySeries = new HashMap<>();

    /** The reports of one type of one session. */
    private record Series(String session, String type) {}

    /** @param limit reports that a session keeps, at least 3 */
    ReportThinning(int limit) {
        if (limit < 3) {
            throw new IllegalArgumentException("limit is " + limit + ", but must be at least 3");
        }
        this.limit = limit;
    }

    /**
     * Drops the report that the new one makes superfluous, if there is one.
     *
     * @param update the report that was just stored, newer than all of its session and type
     * @param stored the reports of that session and type by their time
     */
    void makeRoom(Persistable update, Map<Long, Persistable> stored) {
        List<Long> times = timesBySeries.computeIfAbsent(
                new Series(update.getSessionID(), update.getTypeID()), series -> new ArrayList<>());
        times.add(update.getTimeStamp());
        if (times.size() > limit) {
            stored.remove(times.remove(mostCrowded(times)));
        }
    }

    /**
     * Drops a session's reports of later steps.
     *
     * @param type which of its reports
     * @param stored the session's reports of that type by their time
     */
    void dropAfter(int step, String session, String type, Map<Long, Persistable> stored) {
        List<Long> dropped = new ArrayList<>();
        stored.forEach((time, update) -> {
            if (update instanceof StatsReport report && report.getIterationCount() > step) {
                dropped.add(time);
            }
        });
        dropped.forEach(stored::remove);
        timesBySeries.getOrDefault(new Series(session, type), new ArrayList<>()).removeAll(dropped);
    }

    private static int mostCrowded(List<Long> times) {
        int best = 1;
        long bestRoom = Long.MAX_VALUE;
        for (int i = 1; i < times.size() - 1; i++) {
            long room = times.get(i + 1) - times.get(i - 1);
            if (room < bestRoom) {
                best = i;
                bestRoom = room;
            }
        }
        return best;
    }
}
