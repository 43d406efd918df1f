package charrnn.pipeline;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import java.util.SplittableRandom;

/**
 * The position of each segment of each stream in the training text. A pass over the text leaves out the remainder that
 * does not fill a whole segment in every stream, fewer than {@code batch × (sequence + 1)} characters; every epoch
 * begins at another offset within that number, so that no character is always left out.
 *
 * @param text the training text
 * @param batch number of parallel streams
 * @param sequence characters per segment
 * @param seed seed of the offset at which each epoch begins
 */
public record StreamPlan(EncodedText text, int batch, int sequence, long seed) {
    /**
     * @throws UserError if the text is too short for one segment in every stream, or all streams together have more
     *     segments than an int can count
     */
    public StreamPlan {
        long segments = (text.length() - 1) / ((long) batch * sequence);
        if (segments < 1) {
            throw new UserError("the training text has " + Count.of(text.length(), "character")
                    + ", but training.batchSize " + batch + " × training.sequenceLength " + sequence
                    + " needs at least " + ((long) batch * sequence + 1)
                    + ": take a longer text, a smaller batch or shorter sequences");
        }
        if (segments * batch > Integer.MAX_VALUE) {
            throw new UserError("the training text has " + Count.of(text.length(), "character")
                    + ", which makes more than " + Integer.MAX_VALUE
                    + " segments: take a longer training.sequenceLength, now " + sequence);
        }
    }

    /** Segments of a stream in an epoch: the number of updates in a pass over the text. */
    public int segmentsPerEpoch() {
        return (int) ((text.length() - 1) / charsPerUpdate());
    }

    /** Characters that one update reads. */
    public int charsPerUpdate() {
        return batch * sequence;
    }

    /** Position in the text of the first character of a segment. */
    public long start(int epoch, int segment, int stream) {
        long perStream = (long) segmentsPerEpoch() * sequence;
        int slack = (int) (text.length() - batch * perStream);
        int offset = new SplittableRandom(seed * 31 + epoch).nextInt(slack);
        return offset + stream * perStream + (long) segment * sequence;
    }
}
