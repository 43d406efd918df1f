package charrnn.tools.score;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import java.util.ArrayList;
import java.util.List;

/** Samples to be scored. */
public final class WrittenSamples {
    private WrittenSamples() {}

    /**
     * Lets a network write them, many at a time; what it read before is not part of them.
     *
     * @param processors steer each sample
     */
    public static List<String> of(
            BatchLanguageModel model, SamplingOptions options, LogitsProcessorFactory processors) {
        List<String> samples = new ArrayList<>();
        new Samples(model, options, processors, CConstraints.FUNCTION_END, 1, sample -> samples.add(sample.text()))
                .generate();
        return samples;
    }
}
