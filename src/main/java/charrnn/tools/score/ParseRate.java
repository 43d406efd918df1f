package charrnn.tools.score;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.score.SampleScore.Ratio;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A scorecard of one figure, quick enough for a training: {@link Measure#PARSES_WITHOUT_MACROS}.
 *
 * @param parsed functions that parse, macros aside
 * @param functions complete functions
 */
public record ParseRate(int parsed, int functions) {

    /** The rate in samples of a network. The same weights and options give the same counts. */
    public static ParseRate of(BatchLanguageModel model, SamplingOptions options) {
        try (CodeScorer scorer = new CodeScorer(Optional.empty(), Optional.empty())) {
            List<Ratio> ratios = scorer.score(WrittenSamples.of(model, options, LogitsProcessorFactory.NONE)).stream()
                    .map(sample -> sample.ratio(Measure.PARSES_WITHOUT_MACROS))
                    .toList();
            return new ParseRate(
                    (int) ratios.stream().mapToDouble(Ratio::sum).sum(),
                    (int) ratios.stream().mapToDouble(Ratio::of).sum());
        }
    }

    /** From 0 to 1; empty where there is no function. */
    public OptionalDouble share() {
        return functions == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) parsed / functions);
    }
}
