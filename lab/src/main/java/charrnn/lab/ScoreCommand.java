package charrnn.lab;

import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.SamplingGroup;
import charrnn.config.ConfigKey;
import charrnn.config.Key.Bounds;
import charrnn.message.UserError;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code score}: prints the code scorecard of a network's samples, or of any C files. */
@Command(
        name = "score",
        description = {
            "Measures whether text is C: does it parse and compile, is it new?",
            "Scores samples of a checkpoint, with held-out code of the run's own corpus as the ceiling, or any C with"
                    + " --files: docs/reference/scorecard.md. Without --completion, networks that have"
                    + " not learned C are refused."
        },
        footer = {
            "  java -jar charrnn-lab.jar score            the newest run's best checkpoint",
            "  java -jar charrnn-lab.jar score --checkpoint checkpoints/linux --samples 50 --json > score.json",
            "  java -jar charrnn-lab.jar score --files ~/src/project",
            "  java -jar charrnn-lab.jar score --completion --checkpoint linux --files ~/src/project",
            "  java -jar charrnn-lab.jar score --compile ~/src/project --cflags '-I include' --checkpoint linux --constrain c"
        })
final class ScoreCommand extends NetworkCommand {
    private static final List<String> GENERATION_OPTIONS = Stream.concat(
                    Stream.of("--samples", "--length", "--constrain"),
                    SamplingOptions.DECLARED.stream().map(ConfigKey::option))
            .toList();

    @Mixin
    private CompletionOptions completion = new CompletionOptions();

    @Mixin
    private CompileOptions compile = new CompileOptions();

    @Option(
            names = "--files",
            paramLabel = "PATH",
            description = "Score the C files of this folder, or one file, instead of a network's samples.")
    private @Nullable Path files;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of all randomness: the same seed gives the same numbers." + DEFAULT)
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    /** The options of samples. */
    static final class Generation {
        @Option(names = "--samples", paramLabel = "N", description = "Number of samples." + DEFAULT)
        @Bounds(min = 1)
        private int samples = 200;

        @Option(
                names = "--length",
                paramLabel = "N",
                description = "Characters in a sample, with --compile at most. Default: 2000, with --compile 1200.")
        @Bounds(min = 1)
        private @Nullable Integer length;

        @Option(names = "--constrain", paramLabel = "c", description = "Keep to a grammar of C, as 'sample' does.")
        private @Nullable Language language;
    }

    @ArgGroup(validate = false, heading = "%nThe network's samples:%n")
    private Generation generation = new Generation();

    @Mixin
    private SamplingGroup sampling = new SamplingGroup(Map.of("temperature", "0.8, with --compile 0.6"));

    @Override
    public Integer call() throws IOException {
        requireExisting("--files", files);
        requireExisting("--compile", compile.files);
        UserError.throwIfAny(misplaced("--compile", "--cflags", "--compile-commands", "--context"));
        if (completion.wanted) {
            refuse("--completion scores completions", GENERATION_OPTIONS);
            refuse("--completion scores completions", List.of("--compile"));
            CompletionMeasurement.run(completion, files, seed, this, this::print);
        } else {
            print(measure());
        }
        return 0;
    }

    private void print(Report report) {
        if (json) {
            print(report.json());
        } else {
            out().print(report.table());
            out().flush();
        }
    }

    private Report measure() throws IOException {
        UserError.throwIfAny(misplaced("--compile", "--cflags", "--compile-commands", "--context"));
        UserError.throwIfAny(misplaced("--completion", "--min-confidence"));
        boolean constrained = generation.language != null;
        if (compile.files != null) {
            refuse("--compile writes a body at each place", List.of("--files", "--samples"));
            return new BodyMeasurement(compile, compile.files, sampling(1200, 0.6), constrained, this)
                    .of(Objects.requireNonNullElse(completion.places, 30));
        }
        UserError.throwIfAny(misplaced("--completion", "--places"));
        if (files != null) {
            refuse("--files scores existing texts", List.of("--checkpoint"));
            refuse("--files scores existing texts", GENERATION_OPTIONS);
            return new SampleMeasurement(this, seed).ofFiles(files);
        }
        return new SampleMeasurement(this, seed).ofNetwork(sampling(2000, 0.8), constrained);
    }

    private SamplingOptions sampling(int defaultLength, double defaultTemperature) {
        Map<String, Object> declared = sampling.given();
        declared.putIfAbsent("temperature", defaultTemperature);
        int length = Objects.requireNonNullElse(generation.length, defaultLength);
        return SamplingOptions.of(declared, length, seed, generation.samples, "");
    }
}
