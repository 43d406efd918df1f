package charrnn.corpus;

/** Receives warnings and the progress while a corpus is loaded. */
@FunctionalInterface
public interface LoadListener {

    /** Receives a warning; loading continues. */
    void warn(String message);

    /**
     * Receives the progress of reading the sources; called for each file, and often within a large one.
     *
     * @param done bytes of the sources read so far
     * @param total bytes of all sources
     */
    default void progress(long done, long total) {}
}
