package charrnn.model.checkpoint;

import java.io.ObjectInputFilter;

/**
 * Turns off Java deserialization in the whole process, except for the keys of the training UI's statistics. Nothing
 * else in charrnn needs it, but Deeplearning4j and its dependencies can read objects from a file or a socket. No code
 * of a refused class runs. Spark sends its tasks as serialized objects: its driver and workers must not install this
 * filter.
 */
public final class SerializationFilter {
    /** {@code FileStatsStorage} keeps its keys as serialized objects of two classes, with two or three strings each. */
    private static final String STATISTICS = "org.deeplearning4j.ui.model.storage.BaseCollectionStatsStorage$";

    private static final String PATTERN =
            "maxdepth=2;maxrefs=16;" + STATISTICS + "SessionTypeId;" + STATISTICS + "SessionTypeWorkerId;!*";

    private SerializationFilter() {}

    /** Installs the filter, unless one is set, by an earlier call or by {@code -Djdk.serialFilter}: Java allows one. */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(PATTERN));
        }
    }
}
