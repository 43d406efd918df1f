package charrnn.model;

/**
 * Says what comes next in many streams of text at once, segment by segment, and may learn from a segment before it is
 * asked about the next one.
 */
public interface StreamPredictor {
    /** Number of symbols. */
    int vocabulary();

    /** Forgets the texts that were read, and what was learned from them. */
    void reset();

    /**
     * Reads a segment of each stream.
     *
     * @param inputs vocabulary indices, [streams][time]
     * @return probability of each symbol after each input, [time, streams, vocabulary] in one array
     */
    float[] predict(int[][] inputs);

    /**
     * Tells what came after each input of the last {@link #predict}.
     *
     * @param targets vocabulary indices, [streams][time]
     */
    void learn(int[][] targets);
}
