package charrnn.spark;

import charrnn.corpus.EncodedText;
import charrnn.model.RecurrentState;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import java.io.Serializable;
import java.util.List;

/**
 * What a worker does between two averagings.
 *
 * @param worker which one, from 0
 * @param streams how many streams of text it has
 * @param text their next characters as vocabulary indices, [streams][updates × sequence + 1]
 * @param rates learning rate of each update
 * @param seed of the first update's dropout masks
 * @param state of its streams; {@link RecurrentState#NONE} at the beginning of an epoch
 */
record Shift(int worker, int streams, char[] text, double[] rates, long seed, RecurrentState state)
        implements Serializable {

    /**
     * How a shift ended.
     *
     * @param worker which one had it
     * @param updates what it made
     * @param state of its streams
     */
    record End(int worker, List<Learner.Update> updates, RecurrentState state) implements Serializable {}

    /** Cuts the characters of some of a plan's streams out of the text. */
    static char[] cut(StreamPlan plan, Learner.Place from, int updates, int firstStream, int streams) {
        int window = updates * plan.sequence() + 1;
        char[] text = new char[streams * window];
        for (int stream = 0; stream < streams; stream++) {
            long start = plan.start(from.epoch(), from.segment(), firstStream + stream);
            int[] read = plan.text().read(start, window);
            for (int i = 0; i < window; i++) {
                text[stream * window + i] = (char) read[i];
            }
        }
        return text;
    }

    /** The streams as a plan, to be read up to the last update: behind its end a stream is filled up to a segment. */
    StreamPlan plan(int sequence) {
        int window = rates.length * sequence + 1;
        int filled = (rates.length + 1) * sequence;
        char[] all = new char[streams * filled + 1];
        for (int stream = 0; stream < streams; stream++) {
            System.arraycopy(text, stream * window, all, stream * filled, window);
        }
        return new StreamPlan(EncodedText.ofChars(all), streams, sequence, 0);
    }
}
