package charrnn.tools.serve;

import charrnn.sample.SamplingOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sampling fields of a request. */
final class SamplingFields {
    private final Field<Double> temperature = Field.number(
            "temperature", 0, false, 2, 0.7, "Below 1 surer, above 1 bolder, 0 always the likeliest character.");
    private final Field<Double> topP = Field.number(
            "top_p", 0, true, 1, 1.0, "Choose among the likeliest characters that hold this share of the probability.");
    private final Field<Optional<Long>> topK =
            Field.whole("top_k", 0, 65_536, Optional.of(0L), "Choose among the K likeliest characters; 0: all.");
    private final Field<Double> minP = Field.number(
            "min_p",
            0,
            false,
            1,
            0.0,
            "Choose among characters that are at least so many times as likely as the likeliest.");
    private final Field<Double> repetitionPenalty = Field.number(
            "repetition_penalty", 1, false, 10, 1.0, "Divide the probability of recent characters by this.");
    private final Field<Optional<Long>> repetitionWindow = Field.whole(
            "repetition_window",
            1,
            SamplingOptions.LONGEST_WINDOW,
            Optional.of(16L),
            "How many characters are recent.");
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
