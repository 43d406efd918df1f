package charrnn.cli;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.BatchGenerator;
import charrnn.sample.SamplingOptions;
import java.util.List;
import java.util.stream.Stream;

/** Samples to be scored. */
final class WrittenSamples {
    /** The network reads it before each sample: the end of a function, behind which it begins at the top level. */
    static final String BEFORE = "{\n}\n\n";

    private static final int TOGETHER = 64;

    private WrittenSamples() {}

    /** Lets a network write them, many at a time; what it read before is not part of them. */
    static List<String> of(BatchLanguageModel model, SamplingOptions options) {
        List<StringBuilder> samples =
                Stream.generate(StringBuilder::new).limit(options.count()).toList();
        BatchGenerator generator = new BatchGenerator(model, options.sampler());
        for (int begun = 0; begun < options.count() || generator.texts() > 0; ) {
            while (begun < options.count() && generator.texts() < TOGETHER) {
                generator.begin(
                        BEFORE,
                        options.random(begun),
                        options.length(),
                        options.stop(),
                        samples.get(begun++)::appendCodePoint,
                        end -> {});
            }
            generator.step();
        }
        return samples.stream().map(StringBuilder::toString).toList();
    }
}
