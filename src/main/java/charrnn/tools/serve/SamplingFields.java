package charrnn.tools.serve;

import charrnn.config.SamplingOption;
import charrnn.sample.SamplingOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sampling fields of a request. */
final class SamplingFields {
    private final Field<Double> temperature = number(SamplingOption.TEMPERATURE);
    private final Field<Double> topP = number(SamplingOption.TOP_P);
    private final Field<Optional<Long>> topK = whole(SamplingOption.TOP_K);
    private final Field<Double> minP = number(SamplingOption.MIN_P);
    private final Field<Double> repetitionPenalty = number(SamplingOption.REPETITION_PENALTY);
    private final Field<Optional<Long>> repetitionWindow = whole(SamplingOption.REPETITION_WINDOW);
    private final Field<Optional<Long>> seed = Field.whole(
            "seed",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Optional.empty(),
            "The same seed and settings give the same text; choice k has seed + k. Absent: another one each time.");
    private final RandomGenerator seeds;

    /** @param seeds source of seeds for requests without one */
    SamplingFields(RandomGenerator seeds) {
        this.seeds = seeds;
    }

    private static Field<Double> number(SamplingOption option) {
        return Field.number(
                option.field(),
                option.least(),
                option.isAboveLeast(),
                option.mostServed(),
                option.byDefault(),
                option.help());
    }

    private static Field<Optional<Long>> whole(SamplingOption option) {
        return Field.whole(
                option.field(),
                (long) option.least(),
                (long) option.mostServed(),
                Optional.of((long) option.byDefault()),
                option.help());
    }

    List<Field<?>> all() {
        return List.of(temperature, topP, topK, minP, repetitionPenalty, repetitionWindow, seed);
    }

    /**
     * Parses the sampling options of a request.
     *
     * @param length characters of each text
     * @param count texts for each prompt
     * @throws ApiException for the first field that is not as it must be
     */
    SamplingOptions read(JsonNode body, int length, int count) {
        return new SamplingOptions(
                length,
                temperature.of(body),
                CompletionFields.whole(topK, body),
                topP.of(body),
                minP.of(body),
                1,
                repetitionPenalty.of(body),
                CompletionFields.whole(repetitionWindow, body),
                seed.of(body).orElseGet(seeds::nextLong),
                count,
                "");
    }
}
