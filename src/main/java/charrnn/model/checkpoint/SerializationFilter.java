package charrnn.model.checkpoint;

import java.io.ObjectInputFilter;

/**
 * Turns off Java deserialization in the whole process. Nothing in charrnn needs it, but Deeplearning4j and its dependencies
 * can read objects from a file or a socket. No code of a refused class runs. Spark sends its tasks as serialized objects: its driver and workers must not install this
 * filter.
 */
public final class SerializationFilter {
    private SerializationFilter() {}

    /** Installs the filter, unless one is set, by an earlier call or by {@code -Djdk.serialFilter}: Java allows one. */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }
}
