package charrnn.config;

/**
 * Section {@code sampling}: the samples shown while training.
 *
 * @param everySteps steps between two samples; 0 shows one at each validation
 * @param prime text that a sample begins with; empty takes the most frequent beginning of the training text's lines
 * @param length characters generated
 * @param temperature divisor of the log-probabilities; 0 takes the likeliest character
 * @param topK how many of the likeliest characters are candidates; 0 takes all
 * @param topP share of the probability that the candidates must hold
 */
public record SamplingConfig(
        @Key(value = "Steps between two samples shown while training; 0: one at each validation.", min = 0)
        int everySteps,

        @Key(
                "Text that these samples begin with; empty: the most frequent beginning of the lines of the training text.")
        String prime,

        @Key(value = "Characters in a sample.", min = 1, max = 1000000)
        int length,

        @Key(
                value = "Below 1 surer and more repetitive, above 1 wilder; 0 always takes the likeliest character.",
                min = 0,
                max = 100)
        double temperature,

        @Key(value = "Only the K likeliest characters are candidates; 0: all.", min = 0)
        int topK,

        @Key(
                value = "Only the likeliest characters that hold this share of the probability are candidates.",
                min = 0,
                max = 1,
                aboveMin = true)
        double topP) {

    /** The same, with another prime. */
    SamplingConfig withPrime(String other) {
        return new SamplingConfig(everySteps, other, length, temperature, topK, topP);
    }

    static SamplingConfig defaults() {
        return new SamplingConfig(0, "", 200, 0.7, 0, 1);
    }
}
