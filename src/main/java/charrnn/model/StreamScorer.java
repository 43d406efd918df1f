package charrnn.model;

/**
 * How surprised a model is by given text, for many streams at once. The state is carried from call to call, so that a
 * text may be scored segment by segment.
 */
public interface StreamScorer {
    /** Forgets all that was read. */
    void reset();

    /**
     * Reads a segment of each stream.
     *
     * @param inputs vocabulary indices, [streams][time]
     * @param targets the character that follows each input, [streams][time]
     * @return negative natural logarithm of each target's probability, [streams][time]
     */
    float[][] nats(int[][] inputs, int[][] targets);
}
