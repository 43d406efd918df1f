package charrnn.tools.score;

import charrnn.model.LanguageModel;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import java.util.ArrayList;
import java.util.List;

/** Generates samples to be scored. */
public final class WrittenSamples {
    private WrittenSamples() {}

    /**
     * Generates samples in batches, without the context that the network reads before them.
     *
     * @param processors creates the logits processor of each sample
     */
    public static List<String> of(LanguageModel model, SamplingOptions options, LogitsProcessorFactory processors) {
        List<String> samples = new ArrayList<>();
        new Samples(model, options, processors, CConstraints.FUNCTION_END, 1, sample -> samples.add(sample.text()))
                .generate();
        return samples;
    }
}
