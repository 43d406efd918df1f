package charrnn.tools.trainingui;

import org.deeplearning4j.core.storage.StatsStorage;

/** A storage that holds few reports of each session, and can forget the latest. */
interface ThinnedStorage extends StatsStorage {
    /** Drops a session's reports of later steps. */
    void dropAfter(int step, String session);
}
