package charrnn.tools.trainingui;

import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Deeplearning4j's storage in memory, which would grow without bound, held to a number of reports. */
final class ThinnedMemoryStorage extends InMemoryStatsStorage implements ThinnedStorage {
    private final ReportThinning thinning = new ReportThinning(ReportThinning.LIMIT);

    @Override
    public void putUpdate(Persistable update) {
        super.putUpdate(update);
        thinning.makeRoom(update, getUpdateMap(update.getSessionID(), update.getTypeID(), update.getWorkerID(), true));
    }

    @Override
    public void dropAfter(int step, String session) {
        for (String type : List.of(StatsListener.TYPE_ID, Sessions.VALIDATION_TYPE)) {
            thinning.dropAfter(step, session, type, getUpdateMap(session, type, Sessions.WORKER, true));
        }
    }
}
