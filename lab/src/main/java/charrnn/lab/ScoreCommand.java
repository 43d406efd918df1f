package charrnn.lab;

import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.SamplingGroup;
import charrnn.config.ConfigKey;
import charrnn.config.Key.Bounds;
import charrnn.message.UserError;
import charrnn.sample.SamplingOptions;
import charrnn.tools.complete.Completer;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.SymbolUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
            "  java -jar charrnn-lab.jar score --checkpoint checkpoints/linux --samples 50",
            "  java -jar charrnn-lab.jar score --files ~/src/project",
            "  java -jar charrnn-lab.jar score --completion --checkpoint linux --files ~/src/project",
            "  java -jar charrnn-lab.jar score --compile ~/src/project --cflags '-I include' --checkpoint linux --constrain c"
        })
final class ScoreCommand extends NetworkCommand {
    private static final List<String> GENERATION_OPTIONS = Stream.concat(
                    Stream.of("--samples", "--length", "--constrain"),
                    SamplingOptions.DECLARED.stream().map(ConfigKey::option))
            .toList();

    @Option(
            names = "--completion",
            description =
                    "Measure completions instead of samples: lines completed exactly, and keystrokes saved, in the run's"
                            + " test files, or in a fifth of --files.")
    private boolean completion;

    @Option(names = "--places", paramLabel = "N", description = "Places. Default: 1000, with --compile 30.")
    @Bounds(min = 1)
    private @Nullable Integer places;

    @Option(
            names = "--min-confidence",
            paramLabel = "P",
            defaultValue = "" + Completer.MIN_CONFIDENCE,
            description = "Show completions up to the last word at which they are right with this probability, or whole"
                    + " lines with half of it. 0: everything." + DEFAULT)
    @Bounds(min = 0, max = 1)
    private double minConfidence;

    @Option(
            names = "--compile",
            paramLabel = "PATH",
            description =
                    "Write the bodies of functions in a fifth of the files of this folder, or at the end of one file,"
                            + " and compile them there; the other files are the project that the network reads.")
    private @Nullable Path compiled;

    @Option(
            names = "--cflags",
            paramLabel = "FLAGS",
            defaultValue = "",
            description = "Compiler flags of all files, such as '-std=gnu11 -I include'; paths are relative to the"
                    + " current folder.")
    private String cflags = "";

    @Option(
            names = "--symbols",
            paramLabel = "WHICH",
            description = "Which names the bodies may use under --constrain c, as in sample; the names of all files"
                    + " exist.")
    private @Nullable SymbolUse symbols;

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

    @Mixin
    private SamplingGroup sampling = new SamplingGroup(Map.of("temperature", "0.8, with --compile 0.6"));

    @Override
    public Integer call() throws IOException {
        requireExisting("--files", files);
        requireExisting("--compile", compiled);
        UserError.throwIfAny(misplaced("--compile", "--cflags", "--symbols"));
        UserError.throwIfAny(misplaced("--constrain", "--symbols"));
        UserError.throwIfAny(misplaced("--completion", "--min-confidence"));
        out().print(measure(language != null));
        out().flush();
        return 0;
    }

    private Report measure(boolean constrained) throws IOException {
        if (completion) {
            refuse("--completion scores completions", GENERATION_OPTIONS);
            refuse("--completion scores completions", List.of("--compile"));
            int count = Objects.requireNonNullElse(places, 1000);
            return CompletionMeasurement.run(this, files, count, minConfidence, seed);
        }
        if (compiled != null) {
            refuse("--compile writes a body at each place", List.of("--files", "--samples"));
            int count = Objects.requireNonNullElse(places, 30);
            return BodyMeasurement.run(this, compiled, cflags, count, sampling(1200, 0.6), constrained, symbols);
        }
        UserError.throwIfAny(misplaced("--completion", "--places"));
        if (files == null) {
            return new SampleMeasurement(this, seed).ofNetwork(sampling(2000, 0.8), constrained);
        }
        refuse("--files scores existing texts", List.of("--checkpoint"));
        refuse("--files scores existing texts", GENERATION_OPTIONS);
        return new SampleMeasurement(this, seed).ofFiles(files);
    }

    private SamplingOptions sampling(int defaultLength, double defaultTemperature) {
        Map<String, Object> declared = sampling.given();
        declared.putIfAbsent("temperature", defaultTemperature);
        return SamplingOptions.of(declared, Objects.requireNonNullElse(length, defaultLength), seed, samples, "");
    }
}
