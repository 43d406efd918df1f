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

    /**
     * Reads a segment of each stream and measures the loss of its predictions: the negative natural logarithm of the
     * probability of each target, the character that follows the input. All arrays are [streams][time].
     */
    default float[][] losses(int[][] inputs, int[][] targets) {
        int streams = inputs.length;
        int time = inputs[0].length;
        float[] probabilities = predict(inputs);
        int vocabulary = probabilities.length / (streams * time);
        float[][] nats = new float[streams][time];
        for (int s = 0; s < streams; s++) {
            for (int t = 0; t < time; t++) {
                float p = probabilities[(t * streams + s) * vocabulary + targets[s][t]];
                nats[s][t] = (float) -Math.log(Math.max(p, Float.MIN_NORMAL));
            }
        }
        return nats;
    }

    /** A segment of many streams of text: inputs and the character that follows each, [streams][time] both. */
    record Segment(int[][] inputs, int[][] targets) {

        /** A segment of a text that is read in one stream; the text must have one more character after it. */
        public static Segment of(EncodedText text, long at, int time) {
            return new Segment(new int[][] {text.read(at, time)}, new int[][] {text.read(at + 1, time)});
        }
    }
}
