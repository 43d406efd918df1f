package charrnn.tools.score;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.FinishReason;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import java.util.List;
import java.util.stream.Stream;

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
        List<StringBuilder> samples =
                Stream.generate(StringBuilder::new).limit(options.count()).toList();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(int sample, int codePoint) {
                samples.get(sample).appendCodePoint(codePoint);
            }

            @Override
            public void complete(int sample, FinishReason end) {}
        };
        new Samples(model, options, processors, CConstraints.FUNCTION_END, 1, listener).write();
        return samples.stream().map(StringBuilder::toString).toList();
    }
}
