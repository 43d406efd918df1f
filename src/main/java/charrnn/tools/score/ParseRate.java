package charrnn.tools.score;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A scorecard of one figure, quick enough for a training: how many of the functions that a network writes parse, macros
 * aside ({@link Measure#PARSES_WITHOUT_MACROS}).
 *
 * @param parsed those that do
 * @param functions all that are complete
 */
public record ParseRate(int parsed, int functions) {

    /** Lets a network write and counts. The same weights and options give the same counts. */
    public static ParseRate of(BatchLanguageModel model, SamplingOptions options) {
        List<String> samples = WrittenSamples.of(model, options, LogitsProcessorFactory.NONE);
        try (CodeScorer judge = new CodeScorer(Optional.empty(), Optional.empty())) {
            double parsed = 0;
            double functions = 0;
            for (SampleScore sample : judge.score(samples)) {
                Ratio ratio = sample.ratio(Measure.PARSES_WITHOUT_MACROS);
                parsed += ratio.sum();
                functions += ratio.of();
            }
            return new ParseRate((int) parsed, (int) functions);
        }
    }

    /** From 0 to 1; empty where there is no function. */
    public OptionalDouble share() {
        return functions == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) parsed / functions);
    }
}
