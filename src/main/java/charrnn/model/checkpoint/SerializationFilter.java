package charrnn.model.checkpoint;

import java.io.ObjectInputFilter;

/**
 * Turns off Java deserialization for the whole process. Nothing in charrnn needs it, while Deeplearning4j and its
 * dependencies still have places that would read objects from a file or a socket; a class refused here is not even
 * looked for. Spark sends its tasks as serialized objects: its driver and workers must not install this.
 */
public final class SerializationFilter {
    private SerializationFilter() {}

    /**
     * Installs the filter. A second call changes nothing, and neither does the first where the person who started Java
     * has set a filter of their own with {@code -Djdk.serialFilter}: a filter can be set only once.
     */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(info -> ObjectInputFilter.Status.REJECTED);
        }
    }
}
