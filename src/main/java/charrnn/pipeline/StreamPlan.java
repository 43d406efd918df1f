package charrnn.pipeline;

import charrnn.config.Config;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.match.InputEncoding;
import charrnn.match.MatchMemory;
import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The position of each segment of each stream in the training text. A pass over the text leaves out the remainder that
 * does not fill a segment in every stream, at most {@code batchSize × sequenceLength} characters. Every epoch begins at
 * another offset up to that remainder, so that no character is always left out.
 *
 * @param matchDropout fraction of the text whose matches are hidden, in stretches of {@link #HIDDEN_CHARS} of a stream
 * @param memory {@link MatchMemory#ofEveryOtherFile} of the text, with which the remaining files are read; may be empty
 * @param seed seed of the offset at which each epoch begins, and of the hidden matches
 */
public record StreamPlan(
        EncodedText text,
        int batchSize,
        int sequenceLength,
        double matchDropout,
        Optional<MatchMemory> memory,
        long seed) {
    /**
     * Characters whose matches are hidden together, one or two functions: a network that writes without a context has no match
     * for as long. A stretch is the largest whole number of segments in it, at least one.
     */
    static final int HIDDEN_CHARS = 2048;

    /**
     * @throws UserError if the text is too short for one segment in every stream, or all streams together have more
     *     segments than an int can count
     */
    public StreamPlan {
        long perSegment = (long) batchSize * sequenceLength;
        long segments = (text.length() - 1) / perSegment;
        String length = "the training text has " + Count.of(text.length(), "character");
        if (segments < 1) {
            throw new UserError(length + ", but training.batchSize " + batchSize + " × training.sequenceLength "
                    + sequenceLength + " needs at least " + (perSegment + 1)
                    + ": take a longer text, a smaller batch or shorter sequences");
        }
        if (segments * batchSize > Integer.MAX_VALUE) {
            throw new UserError(length + ", which makes more than " + Integer.MAX_VALUE
                    + " segments: take a longer training.sequenceLength, now " + sequenceLength);
        }
    }

    /**
     * The plan of a run.
     *
     * @throws UserError as the constructor, or if a batch or the run's memory of the text is too large
     */
    public static StreamPlan of(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        boolean usesMemory = config.model().match() > 0 && training.matchMemory();
        InputEncoding encoding = new InputEncoding(
                corpus.vocabulary().size(),
                config.model().match(),
                config.model().names());
        long features = (long) training.batchSize() * training.sequenceLength() * encoding.size();
        if (features > TrainingConfig.MAX_FLOATS) {
            throw new UserError("training.batchSize × training.sequenceLength × the network's " + encoding.size()
                    + " inputs is " + features + ", but must be at most " + TrainingConfig.MAX_FLOATS
                    + ": take a smaller batch, shorter sequences or a smaller corpus.vocabulary.maxSize");
        }
        return new StreamPlan(
                corpus.train(),
                training.batchSize(),
                training.sequenceLength(),
                training.matchDropout(),
                usesMemory ? Optional.of(MatchMemory.ofEveryOtherFile(corpus.train())) : Optional.empty(),
                training.seed());
    }

    /** Segments of a stream in an epoch: the number of updates in a pass over the text. */
    public int segmentsPerEpoch() {
        return (int) ((text.length() - 1) / charsPerUpdate());
    }

    public int charsPerUpdate() {
        return batchSize * sequenceLength;
    }

    /** Whether the matches of a segment of a stream are hidden. */
    public boolean hidesMatches(int epoch, int segment, int stream) {
        int stretch = segment / Math.max(1, HIDDEN_CHARS / sequenceLength);
        long number = ((long) epoch * segmentsPerEpoch() + stretch) * batchSize + stream;
        return new SplittableRandom(seed ^ (number + 1) * 0x9E3779B97F4A7C15L).nextDouble() < matchDropout;
    }

    /** Position in the text of the first character of a segment. */
    public long start(int epoch, int segment, int stream) {
        long perStream = (long) segmentsPerEpoch() * sequenceLength;
        int slack = (int) (text.length() - batchSize * perStream);
        int offset = new SplittableRandom(seed * 31 + epoch).nextInt(slack);
        return offset + stream * perStream + (long) segment * sequenceLength;
    }
}
