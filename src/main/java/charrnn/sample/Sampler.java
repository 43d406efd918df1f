package charrnn.sample;

import java.util.random.RandomGenerator;

/** Picks the next symbol. */
@FunctionalInterface
public interface Sampler {
    /**
     * Picks the likeliest symbol, the one with the lowest index if several are equal; does not use the random
     * generator.
     */
    Sampler GREEDY = (logProbabilities, random) -> LogProbabilities.likeliest(logProbabilities);

    /** Draws a symbol from the distribution; takes one number from the random generator. */
    Sampler CATEGORICAL =
            (logProbabilities, random) -> LogProbabilities.quantile(logProbabilities, random.nextDouble());

    /**
     * Picks a symbol whose logarithm is not negative infinity.
     *
     * @param logProbabilities natural logarithms, [vocabulary], up to an additive constant; not changed
     * @param random the only source of randomness
     * @return an index of {@code logProbabilities}
     * @throws IllegalStateException if there is no such symbol, for instance because the network's weights became NaN
     */
    int sample(float[] logProbabilities, RandomGenerator random);
}
