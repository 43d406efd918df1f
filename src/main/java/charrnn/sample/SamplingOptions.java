package charrnn.sample;

import charrnn.config.SamplingOption;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Values of the sampling options; {@link SamplingOption} declares each one, and {@link LogitsProcessors} has the effects. The
 * messages name the options of the command line.
 *
 * @param length maximum number of characters generated in each sample
 * @param temperature 0 always takes the likeliest character
 * @param seed seed of the first sample, see {@link #random}
 * @param count number of samples
 * @param stop string that ends a sample and is not part of it; empty for none
 */
public record SamplingOptions(
        int length,
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        int repetitionWindow,
        long seed,
        int count,
        String stop) {
    /** @throws UserError with a message for each value that is out of its range */
    public SamplingOptions {
        UserError.throwIfAny(Stream.of(
                        SamplingOption.LENGTH.mistake(length),
                        SamplingOption.TEMPERATURE.mistake(temperature),
                        SamplingOption.TOP_K.mistake(topK),
                        SamplingOption.TOP_P.mistake(topP),
                        SamplingOption.MIN_P.mistake(minP),
                        SamplingOption.REPETITION_PENALTY.mistake(repetitionPenalty),
                        SamplingOption.REPETITION_WINDOW.mistake(repetitionWindow),
                        SamplingOption.COUNT.mistake(count))
                .flatMap(Optional::stream)
                .toList());
    }

    /** Sets the most common options; the others have no effect. */
    public SamplingOptions(int length, double temperature, int topK, double topP, long seed, int count, String stop) {
        this(length, temperature, topK, topP, 0, 1, 1, seed, count, stop);
    }

    /** The processor that acts last on a text; it excludes the unknown symbol. */
    public LogitsProcessor temperatureAndCuts() {
        LogitsProcessor banned = LogitsProcessors.banned(Vocabulary.UNKNOWN);
        return temperature == 0
                ? banned.then(LogitsProcessors.GREEDY)
                : banned.then(LogitsProcessors.temperature(temperature))
                        .then(LogitsProcessors.topK(topK))
                        .then(LogitsProcessors.topP(topP))
                        .then(LogitsProcessors.minP(minP));
    }

    /** The factory of the processor that depends on the text so far: the repetition penalty, if any. */
    public LogitsProcessorFactory processors(Vocabulary vocabulary) {
        return LogitsProcessors.repetitionPenalty(vocabulary, repetitionPenalty, repetitionWindow);
    }

    /**
     * The random generator of one sample. Its seed is {@link #seed} plus the sample's number, from 0. The algorithm of
     * {@link SplittableRandom} has been the same since Java 8 and is part of every runtime.
     */
    public RandomGenerator random(int sample) {
        return new SplittableRandom(seed + sample);
    }

    /**
     * The request for one sample.
     *
     * @param processors creates the processor that acts before the stateless ones
     * @throws UserError if the processor cannot continue the prompt
     */
    public GenerationRequest request(String prime, int sample, LogitsProcessorFactory processors) {
        return new GenerationRequest(
                prime,
                false,
                length,
                processors.create(prime, length).then(temperatureAndCuts()),
                random(sample),
                stop.isEmpty() ? List.of() : List.of(stop),
                0);
    }
}
