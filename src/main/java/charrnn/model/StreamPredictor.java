package charrnn.model;

import charrnn.corpus.EncodedText;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;

/**
 * Predicts the characters of many streams of text, segment by segment. The state is carried from segment to segment. Not
 * thread-safe.
 */
public interface StreamPredictor {
    /** Resets the state of all streams to zero. */
    void reset();

    /** A reader of what this predictor reads at the positions of a text. The default reads the characters alone. */
    default InputReader reader(EncodedText text) {
        return new InputReader(text, new InputEncoding(0, 0, false));
    }

    /**
     * Reads a segment of each stream.
     *
     * @param inputs from {@link #reader}, [streams][time × activeInputs]
     * @return probability of each symbol after each input, [time, streams, vocabulary] in one array
     */
    float[] predict(int[][] inputs);
}
