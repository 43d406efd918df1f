package charrnn.cli;

import charrnn.sample.SamplingOptions;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} that say how each character is chosen. */
final class ChoiceOptions {
    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Below 1 surer, above 1 wilder, 0 always the likeliest character. Default: ${DEFAULT-VALUE}.")
    private double temperature = 0.7;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Choose among the K likeliest characters only; 0: all. Default: ${DEFAULT-VALUE}.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Choose among the likeliest characters that hold this share of the probability."
                    + " Default: ${DEFAULT-VALUE}.")
    private double topP = 1;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Choose among the characters that are at least P times as likely as the likeliest; 0: all."
                    + " Default: ${DEFAULT-VALUE}.")
    private double minP;

    @Option(
            names = "--typical",
            paramLabel = "P",
            description = "Choose among the characters that are about as surprising as is to be expected, and hold this"
                    + " share of the probability. Default: ${DEFAULT-VALUE}.")
    private double typical = 1;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "D",
            description = "Divide the probability of recent characters by D; 1: do not. Default: ${DEFAULT-VALUE}.")
    private double repetitionPenalty = 1;

    @Option(
            names = "--repetition-window",
            paramLabel = "N",
            description = "How many characters are recent, up to 1000. Default: ${DEFAULT-VALUE}.")
    private int repetitionWindow = 16;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the randomness. Default: another one each time, told with --verbose.")
    private @Nullable Long seed;

    /** Empty where any will do. */
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
