package charrnn.tools.trainingui;

import charrnn.config.UserError;
import java.io.File;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.mapdb.DBException;

/** Deeplearning4j's storage in a file (MapDB), held to a number of reports for each session. */
final class ThinnedFileStorage extends FileStatsStorage implements ThinnedStorage {
    private final ReportThinning thinning = new ReportThinning(ReportThinning.LIMIT);

    private ThinnedFileStorage(File file) {
        super(file);
    }

    /**
     * Opens a store, or makes one where there is no file of that name.
     *
     * @param store its path, from the working directory where relative
     * @throws UserError if it is no store, another program has it open, or it can be neither made nor written
     */
    static ThinnedFileStorage open(String store) {
        File file = new File(store).getAbsoluteFile();
        File folder = file.getParentFile();
        if (folder != null) {
            folder.mkdirs();
        }
        try {
            return new ThinnedFileStorage(file);
        } catch (DBException.FileLocked e) {
            throw new UserError("ui.store: " + file + " is open in another program; name another file", e);
        } catch (RuntimeException e) {
            throw new UserError("ui.store: " + file + " " + fault(file), e);
        }
    }

    private static String fault(File file) {
        if (file.isDirectory()) {
            return "is a folder, but must be a file";
        }
        return file.exists()
                ? "is not a store of training statistics; name a new file, or one that an earlier training has made"
                : "cannot be made";
    }

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
