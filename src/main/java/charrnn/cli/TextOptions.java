package charrnn.cli;

import static charrnn.config.SamplingOption.MIN_P;
import static charrnn.config.SamplingOption.REPETITION_PENALTY;
import static charrnn.config.SamplingOption.REPETITION_WINDOW;
import static charrnn.config.SamplingOption.TEMPERATURE;
import static charrnn.config.SamplingOption.TOP_K;
import static charrnn.config.SamplingOption.TOP_P;
import static charrnn.config.SamplingOption.TYPICAL;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options of {@code sample} that decide on each text; the interactive mode can change them. */
final class TextOptions {
    @ArgGroup(validate = false, order = 2, heading = "%nWhere it ends, and what it may be:%n")
    private ConstrainOptions end = new ConstrainOptions();

    private final SamplingNumbers numbers = new SamplingNumbers();

    private final OptionSpec seed = OptionSpec.builder("--seed")
            .type(Long.class)
            .paramLabel("S")
            .description("Seed of the randomness. Default: another one each time, told with --verbose.")
            .build();

    @Spec
    void addNumbersTo(CommandSpec command) {
        command.addArgGroup(SamplingNumbers.group(
                3,
                "How each character is chosen",
                numbers.option(TEMPERATURE),
                numbers.option(TOP_K),
                numbers.option(TOP_P),
                numbers.option(MIN_P),
                numbers.option(TYPICAL),
                numbers.option(REPETITION_PENALTY),
                numbers.option(REPETITION_WINDOW),
                seed));
    }

    SampleEnd end() {
        return end;
    }

    /** The seed; empty if none is given. */
    OptionalLong seed() {
        Long given = seed.getValue();
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    /** @throws charrnn.config.UserError if values are out of their ranges, or options contradict each other */
    SamplingOptions options(int count) {
        SamplingOptions options = new SamplingOptions(
                end.length(),
                numbers.get(TEMPERATURE),
                numbers.whole(TOP_K),
                numbers.get(TOP_P),
                numbers.get(MIN_P),
                numbers.get(TYPICAL),
                numbers.get(REPETITION_PENALTY),
                numbers.whole(REPETITION_WINDOW),
                seed().orElseGet(System::nanoTime),
                count,
                end.stop());
        end.check();
        return options;
    }

    /** The factory of all processors that depend on the text so far. */
    LogitsProcessorFactory processors(Vocabulary vocabulary) {
        return options(1).processors(vocabulary).then(end.processors(vocabulary));
    }
}
