package charrnn.model;

import charrnn.corpus.EncodedText;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;

/**
 * Predicts the characters of many streams of text, segment by segment. The state is carried from segment to segment, and the
 * predictor may learn from each one. Not thread-safe.
 */
public interface StreamPredictor {
    /** Resets the state, and undoes what {@link #learn} changed. */
    void reset();

    /** A reader of what this predictor reads at the positions of a text. The default reads the characters alone. */
    default InputReader reader(EncodedText text) {
        return new InputReader(text, new InputEncoding(0, 0, false));
    }

    /**
     * Reads a segment of each stream.
     *
     * @param inputs from {@link #reader}, [streams][time × ones]
     * @return probability of each symbol after each input, [time, streams, vocabulary] in one array
     */
    float[] predict(int[][] inputs);

    /** Learns from the targets, [streams][time], of the segment that was predicted last. The default does nothing. */
    default void learn(int[][] targets) {}

    /**
     * A segment of many streams of text.
     *
     * @param inputs from {@link #reader}, [streams][time × ones]
     * @param targets the character that follows each input, [streams][time]
     */
    record Segment(int[][] inputs, int[][] targets) {

        /** A segment of a text that is read in one stream; the text must have one more character after it. */
        public static Segment of(InputReader reader, long at, int time) {
            int[] targets = reader.text().read(at + 1, time);
            return new Segment(new int[][] {reader.read(at, time)}, new int[][] {targets});
        }
    }
}
