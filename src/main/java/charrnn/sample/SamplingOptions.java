package charrnn.sample;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a person asks of the samples. The messages name the options of the command line.
 *
 * @param length characters generated in each sample, 0 or more
 * @param temperature 0 or more; 0 always takes the likeliest character, see {@link LogitsProcessors#temperature}
 * @param topK how many of the likeliest characters are candidates, 0 for all, see {@link LogitsProcessors#topK}
 * @param topP share of the probability that the candidates hold, above 0 and up to 1, see {@link LogitsProcessors#topP}
 * @param minP least probability of a candidate, as a share of the likeliest one's, 0 for all, see {@link LogitsProcessors#minP}
 * @param typical share of the probability that the most typical characters hold, 1 for all, see {@link LogitsProcessors#typical}
 * @param repetitionPenalty what the probability of recent characters is divided by, 1 or more, see
 *     {@link RepetitionPenalty}
 * @param repetitionWindow how many characters are recent, from 1 to {@value #LONGEST_WINDOW}
 * @param seed of the first sample's randomness
 * @param count number of samples, 1 or more
 * @param stop ends a sample and is not part of it; empty for none
 */
public record SamplingOptions(
        int length,
        double temperature,
        int topK,
        double topP,
        double minP,
        double typical,
        double repetitionPenalty,
        int repetitionWindow,
        long seed,
        int count,
        String stop) {
    /** Largest {@code repetitionWindow}: each text keeps as many characters. */
    public static final int LONGEST_WINDOW = 1000;

    /** @throws UserError with a message for each value that is out of its range */
    public SamplingOptions {
        List<String> mistakes = new ArrayList<>();
        check(length >= 0, "--length is " + length + ", but must be 0 or more", mistakes);
        check(temperature >= 0, "--temperature is " + plain(temperature) + ", but must be 0 or more", mistakes);
        check(topK >= 0, "--top-k is " + topK + ", but must be 0 (all) or more", mistakes);
        check(isShare(topP), "--top-p is " + plain(topP) + ", but must be above 0 and at most 1", mistakes);
        check(minP >= 0 && minP <= 1, "--min-p is " + plain(minP) + ", but must be from 0 to 1", mistakes);
        check(isShare(typical), "--typical is " + plain(typical) + ", but must be above 0 and at most 1", mistakes);
        check(
                repetitionPenalty >= 1 && Double.isFinite(repetitionPenalty),
                "--repetition-penalty is " + plain(repetitionPenalty) + ", but must be 1 (none) or more",
                mistakes);
        check(
                repetitionWindow >= 1 && repetitionWindow <= LONGEST_WINDOW,
                "--repetition-window is " + repetitionWindow + ", but must be from 1 to " + LONGEST_WINDOW,
                mistakes);
        check(count >= 1, "--count is " + count + ", but must be 1 or more", mistakes);
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    /** Without the rarer ways to choose. */
    public SamplingOptions(int length, double temperature, int topK, double topP, long seed, int count, String stop) {
        this(length, temperature, topK, topP, 0, 1, 1, 1, seed, count, stop);
    }

    /** The same with another seed. */
    public SamplingOptions withSeed(long newSeed) {
        return new SamplingOptions(
                length,
                temperature,
                topK,
                topP,
                minP,
                typical,
                repetitionPenalty,
                repetitionWindow,
                newSeed,
                count,
                stop);
    }

    private static boolean isShare(double value) {
        return value > 0 && value <= 1;
    }

    private static void check(boolean right, String message, List<String> mistakes) {
        if (!right) {
            mistakes.add(message);
        }
    }

    /** Whole numbers as a person writes them. */
    private static String plain(double value) {
        return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
    }

    /** Draws as these options say, and never the unknown symbol. */
    public Sampler sampler() {
        LogitsProcessor processor = LogitsProcessors.banned(Vocabulary.UNKNOWN);
        if (temperature == 0) {
            return processor.into(Sampler.GREEDY);
        }
        processor = processor.then(LogitsProcessors.temperature(temperature));
        if (topK > 0) {
            processor = processor.then(LogitsProcessors.topK(topK));
        }
        processor = processor.then(LogitsProcessors.topP(topP));
        if (minP > 0) {
            processor = processor.then(LogitsProcessors.minP(minP));
        }
        return processor.then(LogitsProcessors.typical(typical)).into(Sampler.CATEGORICAL);
    }

    /** What depends on the text so far: the penalty for repetitions, where there is one. */
    public LogitsProcessorFactory processors(Vocabulary vocabulary) {
        return repetitionPenalty == 1
                ? LogitsProcessorFactory.NONE
                : new RepetitionPenalty(vocabulary, repetitionPenalty, repetitionWindow);
    }

    /**
     * The randomness of one sample: that of the seed plus the sample's number, so that sample 3 of seed 1 is sample 0
     * of seed 4. The algorithm of {@link SplittableRandom} has been the same since Java 8 and is part of every runtime.
     *
     * @param sample number of the sample, from 0
     */
    public RandomGenerator random(int sample) {
        return new SplittableRandom(seed + sample);
    }

    /**
     * The request for one sample.
     *
     * @param sample number of the sample, from 0
     * @param processors create its logits processor
     * @param likeliest number of likeliest symbols that each {@link Token} lists
     */
    public GenerationRequest request(String prime, int sample, LogitsProcessorFactory processors, int likeliest) {
        return new GenerationRequest(
                prime,
                false,
                length,
                vocabulary -> processors.create(prime, length),
                sampler(),
                random(sample),
                stop.isEmpty() ? List.of() : List.of(stop),
                likeliest);
    }
}
