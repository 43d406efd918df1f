package charrnn.config;

/** Section {@code sampling}: the samples shown while training. {@link Key} says what each component means. */
public record SamplingConfig(
        @Key(
                value = "Steps between two samples shown while training; 0: one at each validation.",
                byDefault = "0",
                min = 0)
        int everySteps,

        @Key(
                value =
                        "Text that these samples begin with; empty: the most frequent beginning of the lines of the training text.",
                byDefault = "")
        String prime,

        @Key(value = "Characters in a sample.", byDefault = "200", min = 1, max = 1000000)
        int length,

        @Key(value = SamplingOption.Help.TEMPERATURE, byDefault = "0.7", min = 0)
        double temperature,

        @Key(value = SamplingOption.Help.TOP_K, byDefault = "0", min = 0)
        int topK,

        @Key(value = SamplingOption.Help.TOP_P, byDefault = "1", min = 0, max = 1, aboveMin = true)
        double topP) {

    SamplingConfig withPrime(String other) {
        return new SamplingConfig(everySteps, other, length, temperature, topK, topP);
    }
}
