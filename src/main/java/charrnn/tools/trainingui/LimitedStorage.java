package charrnn.tools.trainingui;

import charrnn.config.UserError;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.mapdb.DBException;

/**
 * Deeplearning4j's storage of statistics, in memory or in a file (MapDB), with a limit on the number of a session's reports
 * of each type. Above the limit, the report whose neighbours are closest to each other in time is dropped, so that the
 * others are spread evenly over the training, with its first and its newest report.
 */
final class LimitedStorage implements Closeable {
    /** Reports of a type that a session keeps: of 1024 or more, Deeplearning4j's charts draw only every second one. */
    static final int LIMIT = 1000;

    static final String WORKER = "charrnn"; // the one of each session

    /** Type of the reports whose score is a validation loss. Deeplearning4j's pages read only reports of their own type. */
    static final String VALIDATION_TYPE = "Validation";

    private final StatsStorage statistics;
    private final BiFunction<String, String, Map<Long, Persistable>> reports;
    private final int limit;
    private final Map<String, List<Long>> timesByType = new HashMap<>();

    /** @param reports the stored reports of a session and type by their time, as a map that writes through */
    private LimitedStorage(
            StatsStorage statistics, BiFunction<String, String, Map<Long, Persistable>> reports, int limit) {
        this.statistics = statistics;
        this.reports = reports;
        this.limit = limit;
    }

    private static final class InMemory extends InMemoryStatsStorage {
        Map<Long, Persistable> reports(String session, String type) {
            return getUpdateMap(session, type, WORKER, true);
        }
    }

    private static final class InFile extends FileStatsStorage {
        InFile(File file) {
            super(file);
        }

        Map<Long, Persistable> reports(String session, String type) {
            return getUpdateMap(session, type, WORKER, true);
        }
    }

    /** @param limit reports of each type that a session keeps, at least 3 */
    static LimitedStorage inMemory(int limit) {
        InMemory statistics = new InMemory();
        return new LimitedStorage(statistics, statistics::reports, limit);
    }

    /**
     * Opens a storage.
     *
     * @param store path of a file, created if it does not exist; blank for a storage in memory
     * @throws UserError if the file is no store, is open in another program, or can be neither created nor written
     */
    static LimitedStorage open(String store) {
        if (store.isBlank()) {
            return inMemory(LIMIT);
        }
        File file = new File(store).getAbsoluteFile();
        try {
            File folder = file.getParentFile();
            if (folder != null) {
                folder.mkdirs();
            }
            InFile statistics = new InFile(file);
            return new LimitedStorage(statistics, statistics::reports, LIMIT);
        } catch (DBException.FileLocked e) {
            throw new UserError("ui.store: " + file + " is open in another program; name another file", e);
        } catch (RuntimeException e) {
            throw new UserError(
                    "ui.store: " + file + " is not a store of training statistics, nor can one be made there;"
                            + " name a new file",
                    e);
        }
    }

    StatsStorage statistics() {
        return statistics;
    }

    /** An unused session id: the run's name and its start, so that each start has a session of its own. */
    String newSession(String runName, LocalDateTime start) {
        // Deeplearning4j puts ids unescaped into URLs and HTML, and MapDB's keys are separated by @@@.
        String name = runName.replaceAll("[^A-Za-z0-9._-]", "_") + "_"
                + DateTimeFormatter.ofPattern("yyyy-MM-dd_HH.mm.ss").format(start);
        String id = name;
        for (int i = 2; statistics.sessionExists(id); i++) {
            id = name + "_" + i;
        }
        return id;
    }

    /** Stores a report of the training under way that is newer than all others of its type; may drop an older one. */
    void put(StatsReport report) {
        statistics.putUpdate(report);
        List<Long> times = times(report.getTypeID());
        times.add(report.getTimeStamp());
        if (times.size() > limit) {
            reports.apply(report.getSessionID(), report.getTypeID()).remove(times.remove(mostCrowded(times)));
        }
    }

    /** Drops the reports of later steps from the session of the training under way. */
    void dropAfter(long step, String session) {
        for (String type : List.of(StatsListener.TYPE_ID, VALIDATION_TYPE)) {
            Map<Long, Persistable> stored = reports.apply(session, type);
            List<Long> dropped = stored.values().stream()
                    .filter(StatsReport.class::isInstance)
                    .map(StatsReport.class::cast)
                    .filter(report -> report.getIterationCount() > step)
                    .map(StatsReport::getTimeStamp)
                    .toList();
            dropped.forEach(stored::remove);
            times(type).removeAll(dropped);
        }
    }

    private List<Long> times(String type) {
        return timesByType.computeIfAbsent(type, key -> new ArrayList<>());
    }

    private static int mostCrowded(List<Long> times) {
        int crowded = 1;
        for (int i = 2; i < times.size() - 1; i++) {
            if (times.get(i + 1) - times.get(i - 1) < times.get(crowded + 1) - times.get(crowded - 1)) {
                crowded = i;
            }
        }
        return crowded;
    }

    @Override
    public void close() throws IOException {
        statistics.close();
    }
}
