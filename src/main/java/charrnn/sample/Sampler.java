package charrnn.sample;

import java.util.random.RandomGenerator;

/** Picks the next symbol. */
@FunctionalInterface
public interface Sampler {
    /** The likeliest symbol, among equals the one with the lowest index; takes nothing from the random generator. */
    Sampler GREEDY = (logProbabilities, random) -> LogProbabilities.likeliest(logProbabilities);

    /** Each symbol as often as its probability says; takes one number from the random generator. */
    Sampler CATEGORICAL =
            (logProbabilities, random) -> LogProbabilities.quantile(logProbabilities, random.nextDouble());

    /**
     * Picks a symbol whose logarithm is not negative infinity.
     *
     * @param logProbabilities natural logarithms, [vocabulary], less a constant that all share; not changed
     * @param random the only source of chance
     * @return an index of {@code logProbabilities}
     * @throws IllegalStateException if there is nothing to pick, as with a network whose weights became NaN
     */
    int sample(float[] logProbabilities, RandomGenerator random);
}
