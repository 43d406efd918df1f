package charrnn.corpus;

/** Whoever is told how the loading of a corpus goes. */
@FunctionalInterface
public interface LoadListener {

    /** Takes note of what is not as it might be and does not stop the run. */
    void warn(String message);

    /**
     * Takes note that a large corpus is being encoded; called for each file, and often within a large one.
     *
     * @param done bytes of the sources that were read
     * @param total bytes that there are
     */
    default void encoding(long done, long total) {}
}
