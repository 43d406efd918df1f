package charrnn.tools.score;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.SamplingConfig;
import charrnn.sample.SamplingOptions;
import charrnn.train.RunListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Scores a network in training at each validation: how many functions in its samples parse.
 *
 * @param config section {@code training.score} has the number of samples and their length, {@code sampling} the rest
 * @param scorer samples the network as it is at the time
 */
public record TrainingScore(Config config, Function<SamplingOptions, ParseRate> scorer) implements RunListener {
    /** The seed of the samples is the step, so a resumed run draws the same. */
    @Override
    public Optional<Score> score(long step) {
        int samples = config.training().score().samples();
        if (samples == 0) {
            return Optional.empty();
        }
        SamplingConfig sampling = config.sampling();
        int length = config.training().score().length();
        return Optional.of(score(scorer.apply(new SamplingOptions(
                length, sampling.temperature(), sampling.topK(), sampling.topP(), step, samples, ""))));
    }

    private static Score score(ParseRate rate) {
        Map<String, Number> figures = new LinkedHashMap<>();
        rate.share().ifPresent(share -> figures.put("parses", share));
        figures.put("functions", rate.functions());
        String percent = rate.share().isPresent()
                ? String.format(Locale.ROOT, " (%.0f %%)", 100 * rate.share().getAsDouble())
                : "";
        return new Score(figures, rate.parsed() + " of " + Count.of(rate.functions(), "function") + " parse" + percent);
    }
}
