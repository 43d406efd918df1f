package charrnn.sample;

/** Reshapes the probabilities that a sampler draws from: one more value in the chain from model to sampler. */
@FunctionalInterface
public interface Filter {
    /**
     * Changes the logarithms in place; negative infinity takes a symbol out of the game.
     *
     * @param logProbabilities natural logarithms, [vocabulary], less a constant that all share
     */
    void apply(float[] logProbabilities);

    /** This filter and then another. */
    default Filter then(Filter next) {
        return logProbabilities -> {
            apply(logProbabilities);
            next.apply(logProbabilities);
        };
    }

    /** A sampler that draws from what this filter lets through. The model's own array is copied, not changed. */
    default Sampler into(Sampler sampler) {
        return (logProbabilities, random) -> {
            float[] filtered = logProbabilities.clone();
            apply(filtered);
            return sampler.sample(filtered, random);
        };
    }
}
