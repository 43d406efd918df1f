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
 * @param temperature 0 or more; 0 always takes the likeliest character, see {@link Temperature}
 * @param topK how many of the likeliest characters are candidates, 0 for all, see {@link TopK}
 * @param topP share of the probability that the candidates hold, above 0 and up to 1, see {@link TopP}
 * @param seed of the first sample's randomness
 * @param count number of samples, 1 or more
 * @param stop ends a sample and is not part of it; empty for none
 */
public record SamplingOptions(
        int length, double temperature, int topK, double topP, long seed, int count, String stop) {
    /** @throws UserError with a message for each value that is out of its range */
    public SamplingOptions {
        List<String> mistakes = new ArrayList<>();
        check(length >= 0, "--length is " + length + ", but must be 0 or more", mistakes);
        check(temperature >= 0, "--temperature is " + plain(temperature) + ", but must be 0 or more", mistakes);
        check(topK >= 0, "--top-k is " + topK + ", but must be 0 (all) or more", mistakes);
        check(topP > 0 && topP <= 1, "--top-p is " + plain(topP) + ", but must be above 0 and at most 1", mistakes);
        check(count >= 1, "--count is " + count + ", but must be 1 or more", mistakes);
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
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
        Filter filter = new Without(Vocabulary.UNKNOWN);
        if (temperature == 0) {
            return filter.into(Sampler.GREEDY);
        }
        filter = filter.then(new Temperature(temperature));
        if (topK > 0) {
            filter = filter.then(new TopK(topK));
        }
        return filter.then(new TopP(topP)).into(Sampler.CATEGORICAL);
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
}
