package charrnn.model.checkpoint;

import java.io.ObjectInputFilter;

/**
 * Turns off Java deserialization for the whole process, but for two keys of the training UI's statistics. Nothing else
 * in charrnn needs it, while Deeplearning4j and its dependencies still have places that would read objects from a file
 * or a socket; of a class refused here no code is run. Spark sends its tasks as serialized objects: its driver and
 * workers must not install this.
 */
public final class SerializationFilter {
    /** {@code FileStatsStorage} keeps its keys, two or three strings each, as serialized objects. */
    private static final String STATISTICS = "org.deeplearning4j.ui.model.storage.BaseCollectionStatsStorage$";

    private static final String PATTERN =
            "maxdepth=2;maxrefs=16;" + STATISTICS + "SessionTypeId;" + STATISTICS + "SessionTypeWorkerId;!*";

    private SerializationFilter() {}

    /**
     * Installs the filter. A second call changes nothing, and neither does the first if Java was started with
     * another filter, {@code -Djdk.serialFilter}: a filter can be set only once.
     */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(PATTERN));
        }
    }
}
