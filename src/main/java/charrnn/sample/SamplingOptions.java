package charrnn.sample;

import charrnn.config.Config.SamplingConfig;
import charrnn.config.ConfigKey;
import charrnn.config.ConfigKeys;
import charrnn.config.Key;
import charrnn.config.Key.Bounds;
import charrnn.corpus.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Values of the sampling options; {@link LogitsProcessor} has the effects. A component with a {@link Key} is an option of the
 * command line and a field of the HTTP API, which check its range.
 *
 * @param length maximum number of characters generated in each sample
 * @param temperature 0 always takes the likeliest character
 * @param seed seed of the first sample, see {@link #random}
 * @param stop string that ends a sample and is not part of it; empty for none
 */
public record SamplingOptions(
        int length,
        @Key.SameAs(SamplingConfig.class) double temperature,
        @Key.SameAs(SamplingConfig.class) int topK,
        @Key.SameAs(SamplingConfig.class) double topP,

        @Key("Choose among the characters that are at least this fraction as likely as the likeliest; 0: all.")
        @Bounds(byDefault = "0", min = 0, max = 1)
        double minP,

        long seed,
        int count,
        String stop) {
    /** The options that are declared here. */
    public static final List<ConfigKey> DECLARED = ConfigKeys.declaredBy(SamplingOptions.class);

    /** Sets the most common options; the others have no effect. */
    public SamplingOptions(int length, double temperature, int topK, double topP, long seed, int count, String stop) {
        this(length, temperature, topK, topP, 0, seed, count, stop);
    }

    /** Sets {@link #DECLARED} options by their names, and those without a value to their defaults. */
    public static SamplingOptions of(Map<String, Object> declared, int length, long seed, int count, String stop) {
        Map<String, Object> values = new HashMap<>(declared);
        values.putAll(Map.of("length", length, "seed", seed, "count", count, "stop", stop));
        return ConfigKeys.record(SamplingOptions.class, values);
    }

    /** The processor that acts last on a text; it excludes the unknown symbol. */
    public LogitsProcessor temperatureAndCuts() {
        LogitsProcessor banned = LogitsProcessor.banned(Vocabulary.UNKNOWN);
        return temperature == 0
                ? banned.then(LogitsProcessor.GREEDY)
                : banned.then(LogitsProcessor.temperature(temperature))
                        .then(LogitsProcessor.topK(topK))
                        .then(LogitsProcessor.topP(topP))
                        .then(LogitsProcessor.minP(minP));
    }

    /**
     * The random generator of one sample. Its seed is {@link #seed} plus the sample's number, from 0. The algorithm of
     * {@link SplittableRandom} has been the same since Java 8 and is part of every runtime.
     */
    public RandomGenerator random(int sample) {
        return new SplittableRandom(seed + sample);
    }

    /** The request for one sample, whose constraint is not used by another. */
    public GenerationRequest request(String prime, int sample, Constraint constraint) {
        return new GenerationRequest(
                prime,
                false,
                length,
                constraint,
                temperatureAndCuts(),
                random(sample),
                stop.isEmpty() ? List.of() : List.of(stop),
                0);
    }
}
