package charrnn.cli;

import charrnn.config.SamplingOption;
import charrnn.sample.SamplingOptions;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} for how each character is chosen. */
final class ChoiceOptions {
    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = SamplingOption.Help.TEMPERATURE + " Default: ${DEFAULT-VALUE}.")
    private double temperature = SamplingOption.TEMPERATURE.byDefault();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = SamplingOption.Help.TOP_K + " Default: ${DEFAULT-VALUE}.")
    private int topK = SamplingOption.TOP_K.wholeDefault();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = SamplingOption.Help.TOP_P + " Default: ${DEFAULT-VALUE}.")
    private double topP = SamplingOption.TOP_P.byDefault();

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = SamplingOption.Help.MIN_P + " Default: ${DEFAULT-VALUE}.")
    private double minP = SamplingOption.MIN_P.byDefault();

    @Option(
            names = "--typical",
            paramLabel = "P",
            description = SamplingOption.Help.TYPICAL + " Default: ${DEFAULT-VALUE}.")
    private double typical = SamplingOption.TYPICAL.byDefault();

    @Option(
            names = "--repetition-penalty",
            paramLabel = "D",
            description = SamplingOption.Help.REPETITION_PENALTY + " Default: ${DEFAULT-VALUE}.")
    private double repetitionPenalty = SamplingOption.REPETITION_PENALTY.byDefault();

    @Option(
            names = "--repetition-window",
            paramLabel = "N",
            description = SamplingOption.Help.REPETITION_WINDOW + " Default: ${DEFAULT-VALUE}.")
    private int repetitionWindow = SamplingOption.REPETITION_WINDOW.wholeDefault();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the randomness. Default: another one each time, told with --verbose.")
    private @Nullable Long seed;

    /** The seed; empty if none is given. */
    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /** @throws charrnn.config.UserError with a message for each value that is out of its range */
    SamplingOptions options(EndOptions end, int count) {
        return new SamplingOptions(
                end.length(),
                temperature,
                topK,
                topP,
                minP,
                typical,
                repetitionPenalty,
                repetitionWindow,
                seed().orElseGet(System::nanoTime),
                count,
                end.stop());
    }
}
