package charrnn.tools.score;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.LogitsProcessors;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.tools.constrain.CConstraints;
import java.util.List;
import java.util.stream.Stream;

/** Samples to be scored. */
public final class WrittenSamples {
    private WrittenSamples() {}

    /**
     * Lets a network write them, many at a time; what it read before is not part of them.
     *
     * @param guides steer each sample
     */
    public static List<String> of(BatchLanguageModel model, SamplingOptions options, LogitsProcessors guides) {
        List<StringBuilder> samples =
                Stream.generate(StringBuilder::new).limit(options.count()).toList();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(int sample, int codePoint) {
                samples.get(sample).appendCodePoint(codePoint);
            }

            @Override
            public void complete(int sample, TextGenerator.End end) {}
        };
        new Samples(model, options, guides, CConstraints.FUNCTION_END, 1, listener).write();
        return samples.stream().map(StringBuilder::toString).toList();
    }
}
