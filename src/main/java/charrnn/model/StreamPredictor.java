package charrnn.model;

import charrnn.corpus.EncodedText;

/**
 * Predicts the characters of many streams of text, segment by segment. The state is carried from segment to segment, and the
 * predictor may learn from each one. Not thread-safe.
 */
public interface StreamPredictor {
    /** Resets the state, and undoes what {@link #learn} changed. */
    void reset();

    /**
     * Reads a segment of each stream.
     *
     * @param inputs vocabulary indices, [streams][time]
     * @return probability of each symbol after each input, [time, streams, vocabulary] in one array
     */
    float[] predict(int[][] inputs);

    /** Learns from the targets, [streams][time], of the segment that was predicted last. The default does nothing. */
    default void learn(int[][] targets) {}

    /** A segment of many streams of text: inputs and the character that follows each, [streams][time] both. */
    record Segment(int[][] inputs, int[][] targets) {

        /** A segment of a text that is read in one stream; the text must have one more character after it. */
        public static Segment of(EncodedText text, long at, int time) {
            return new Segment(new int[][] {text.read(at, time)}, new int[][] {text.read(at + 1, time)});
        }
    }
}
