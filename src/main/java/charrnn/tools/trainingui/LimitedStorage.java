package charrnn.tools.trainingui;

import charrnn.config.UserError;
import java.io.File;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.mapdb.DBException;

/**
 * Deeplearning4j's storage of statistics, in memory or in a file (MapDB), with a limit on the number of a session's reports
 * of each type. Each report above the limit replaces the one that is closest between its neighbours, so that the rest is
 * spread evenly over the training's time, with its first and its newest report.
 */
interface LimitedStorage extends StatsStorage {
    /** As many as the charts draw: Deeplearning4j's draw each report up to 1023 of them, and every second from there. */
    int LIMIT = 1000;

    /** Name of the one worker of each session. */
    String WORKER = "charrnn";

    /** Type of the reports whose score is a validation loss. Deeplearning4j's pages read only reports of their own type. */
    String VALIDATION_TYPE = "Validation";

    /** Drops a session's reports of later steps. */
    void dropAfter(long step, String session);

    /**
     * Opens a storage.
     *
     * @param store path of a file, from the working directory where relative, made where it does not exist; blank for a
     *     storage in memory
     * @throws UserError if it is another file, another program has it open, or it can be neither made nor written
     */
    static LimitedStorage open(String store) {
        if (store.isBlank()) {
            return new InMemory();
        }
        File file = new File(store).getAbsoluteFile();
        File folder = file.getParentFile();
        if (folder != null) {
            folder.mkdirs();
        }
        try {
            return new InFile(file);
        } catch (DBException.FileLocked e) {
            throw new UserError("ui.store: " + file + " is open in another program; name another file", e);
        } catch (RuntimeException e) {
            String fault = file.isDirectory()
                    ? "is a folder, but must be a file"
                    : file.exists()
                            ? "is not a store of training statistics; name a new file, or one that an earlier training has made"
                            : "cannot be made";
            throw new UserError("ui.store: " + file + " " + fault, e);
        }
    }

    /**
     * An unused session id: the run's name and its start, so that each start has a session of its own.
     *
     * @param taken whether the storage has a session of that id
     */
    static String newSession(String runName, LocalDateTime start, Predicate<String> taken) {
        // Deeplearning4j puts ids unescaped into URLs and HTML, and MapDB's keys are separated by @@@.
        String name = runName.replaceAll("[^A-Za-z0-9._-]", "_") + "_"
                + DateTimeFormatter.ofPattern("yyyy-MM-dd_HH.mm.ss").format(start);
        String id = name;
        for (int i = 2; taken.test(id); i++) {
            id = name + "_" + i;
        }
        return id;
    }

    /** A storage in memory. */
    final class InMemory extends InMemoryStatsStorage implements LimitedStorage {
        private final Limit limit = new Limit(LIMIT);

        @Override
        public void putUpdate(Persistable update) {
            super.putUpdate(update);
            limit.makeRoom(update, getUpdateMap(update.getSessionID(), update.getTypeID(), WORKER, true));
        }

        @Override
        public void dropAfter(long step, String session) {
            for (String type : List.of(StatsListener.TYPE_ID, VALIDATION_TYPE)) {
                limit.dropAfter(step, session, type, getUpdateMap(session, type, WORKER, true));
            }
        }
    }

    /** A storage in a file. */
    final class InFile extends FileStatsStorage implements LimitedStorage {
        private final Limit limit = new Limit(LIMIT);

        private InFile(File file) {
            super(file);
        }

        @Override
        public void putUpdate(Persistable update) {
            super.putUpdate(update);
            limit.makeRoom(update, getUpdateMap(update.getSessionID(), update.getTypeID(), WORKER, true));
        }

        @Override
        public void dropAfter(long step, String session) {
            for (String type : List.of(StatsListener.TYPE_ID, VALIDATION_TYPE)) {
                limit.dropAfter(step, session, type, getUpdateMap(session, type, WORKER, true));
            }
        }
    }

    /** Chooses the reports that stay. */
    final class Limit {
        private final int limit;
        private final Map<List<String>, List<Long>> timesBySessionAndType = new HashMap<>();

        /** @param limit reports of a type that a session keeps, at least 3 */
        Limit(int limit) {
            this.limit = limit;
        }

        /**
         * Drops a report where there are too many.
         *
         * @param update the report that was just stored, newer than all of its session and type
         * @param stored the reports of that session and type by their time
         */
        void makeRoom(Persistable update, Map<Long, Persistable> stored) {
            List<Long> times = times(update.getSessionID(), update.getTypeID());
            times.add(update.getTimeStamp());
            if (times.size() > limit) {
                stored.remove(times.remove(mostCrowded(times)));
            }
        }

        /** Drops the reports of later steps among those of a session and type. */
        void dropAfter(long step, String session, String type, Map<Long, Persistable> stored) {
            List<Long> dropped = new ArrayList<>();
            stored.forEach((time, update) -> {
                if (update instanceof StatsReport report && report.getIterationCount() > step) {
                    dropped.add(time);
                }
            });
            dropped.forEach(stored::remove);
            times(session, type).removeAll(dropped);
        }

        private List<Long> times(String session, String type) {
            return timesBySessionAndType.computeIfAbsent(List.of(session, type), key -> new ArrayList<>());
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
}
