package charrnn.train;

import charrnn.config.Config;
import charrnn.config.SamplingConfig;
import charrnn.sample.SamplingOptions;
import charrnn.tools.score.ParseRate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a validation tells of the code that the network writes; nothing where the configuration does not ask for it. */
final class ValidationScore {
    private final Config config;
    private final Function<SamplingOptions, ParseRate> judge;

    /** @param judge lets the network write as it is by then, and judges */
    ValidationScore(Config config, Function<SamplingOptions, ParseRate> judge) {
        this.config = config;
        this.judge = judge;
    }

    /**
     * Judges. The samples follow from the step, so that a resumed run has the same.
     *
     * @param complaints is told why there is no score, which is no reason to end a training
     */
    Optional<ParseRate> at(long step, Consumer<String> complaints) {
        int samples = config.training().score().samples();
        if (samples == 0) {
            return Optional.empty();
        }
        try {
            SamplingConfig sampling = config.sampling();
            return Optional.of(judge.apply(new SamplingOptions(
                    config.training().score().length(),
                    sampling.temperature(),
                    sampling.topK(),
                    sampling.topP(),
                    step,
                    samples,
                    "")));
        } catch (RuntimeException e) {
            complaints.accept("not scored: " + e.getMessage());
            return Optional.empty();
        }
    }
}
