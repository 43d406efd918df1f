package charrnn.tools.score;

import charrnn.command.ObservedTraining;
import charrnn.config.Config;
import charrnn.config.Config.SamplingConfig;
import charrnn.message.Count;
import charrnn.model.LanguageModel;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.score.SampleScore.Ratio;
import charrnn.train.RunListener;
import charrnn.train.Sitting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Scores a network at each validation during training: the fraction of functions in its samples that parse without macros. */
public final class TrainingScore implements RunListener {
    private final Config config;
    private final Function<SamplingOptions, List<String>> writer;

    /**
     * @param config {@code training.score} has the number of samples and their length, {@code sampling} the other options
     * @param writer generates samples with the current parameters of the network
     */
    TrainingScore(Config config, Function<SamplingOptions, List<String>> writer) {
        this.config = config;
        this.writer = writer;
    }

    /** Scores the network of a training. */
    public static Optional<TrainingScore> of(ObservedTraining training) {
        Sitting sitting = training.sitting();
        return Optional.of(new TrainingScore(
                sitting.config(),
                options -> Samples.texts(
                        LanguageModel.of(sitting.network(), sitting.corpus().vocabulary()),
                        options,
                        LogitsProcessorFactory.NONE,
                        CConstraints.FUNCTION_END)));
    }

    /** Generates and scores samples. Their seed is the step, so that a resumed run draws the same ones. */
    @Override
    public Optional<Score> score(long step) {
        int samples = config.training().score().samples();
        if (samples == 0) {
            return Optional.empty();
        }
        SamplingConfig sampling = config.sampling();
        int length = config.training().score().length();
        return Optional.of(score(writer.apply(new SamplingOptions(
                length, sampling.temperature(), sampling.topK(), sampling.topP(), step, samples, ""))));
    }

    private static Score score(List<String> samples) {
        int parsed = 0;
        int functions = 0;
        try (CodeScorer scorer = new CodeScorer(Optional.empty(), Optional.empty())) {
            for (SampleScore sample : scorer.score(samples)) {
                Ratio ratio = sample.ratio(Measure.PARSES_WITHOUT_MACROS);
                parsed += (int) ratio.numerator();
                functions += (int) ratio.denominator();
            }
        }
        Map<String, Number> fields = new LinkedHashMap<>();
        String percent = "";
        if (functions > 0) {
            double share = (double) parsed / functions;
            fields.put("parses", share);
            percent = String.format(Locale.ROOT, " (%.0f %%)", 100 * share);
        }
        fields.put("functions", functions);
        return new Score(fields, parsed + " of " + Count.of(functions, "function") + " parse" + percent);
    }
}
