package charrnn.cli;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.model.BatchLanguageModel;
import charrnn.model.LanguageModel;
import charrnn.model.NetworkBatchLanguageModel;
import charrnn.model.NetworkLanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.sample.BatchGenerator;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sample}: text from a checkpoint; a program of its own as well. */
@Command(
        name = "sample",
        description = {
            "Lets a trained network write. The text, its prime included, goes to the standard output alone.",
            "The same seed gives the same text. Sample k of a --count has seed S + k - 1 and is the same whatever the count;",
            "a single sample is computed in another order, and so may, once in a great while, draw another character."
        },
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  charrnn sample                                              the newest run's best checkpoint",
            "  charrnn sample --prime 'static int ' --length 1000 --temperature 0.6",
            "  charrnn sample --prime-file head.c --stop $'\\n}\\n' --seed 7",
            "  charrnn sample --checkpoint checkpoints/linux/best.zip --count 3 > samples.c"
        })
public final class SampleCommand implements Callable<Integer> {
    /** Samples that are written at the same time. More are hardly faster, and each has its buffers. */
    private static final int TOGETHER = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(names = "--prime", paramLabel = "TEXT", description = "Text to go on from. Default: the start of a line.")
    private @Nullable String prime;

    @Option(names = "--prime-file", paramLabel = "FILE", description = "File that holds the text to go on from, UTF-8.")
    private @Nullable Path primeFile;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "500",
            description = "Characters to write. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.7",
            description =
                    "Below 1 bolder, above 1 wilder, 0 always the likeliest character. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Choose among the K likeliest characters only; 0: all. Default: ${DEFAULT-VALUE}.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "Choose among the likeliest characters that hold this share of the probability."
                    + " Default: ${DEFAULT-VALUE}.")
    private double topP;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the randomness. Default: another one each time, told with --verbose.")
    private @Nullable Long seed;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many samples, with seeds S, S + 1 and so on, written together at several times the speed."
                            + " Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "End a sample where the network writes this text, which is not written itself.")
    private String stop = "";

    /** {@code java -cp charrnn.jar charrnn.cli.SampleCommand}. */
    public static void main(String[] args) {
        System.exit(Main.execute(new SampleCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        long firstSeed = seed == null ? System.nanoTime() : seed;
        SamplingOptions options = new SamplingOptions(length, temperature, topK, topP, firstSeed, count, stop);
        String begin = prime();
        Checkpoint read = CheckpointReader.read(checkpoint.file(), false);
        verbosity.tellLibrary();
        verbosity.tell("seed " + firstSeed);
        warnOfUnknown(read.vocabulary().unknownIn(begin));
        try {
            SamplePrinter printer = new SamplePrinter(spec.commandLine().getOut(), begin, count);
            if (count == 1) {
                writeOne(new NetworkLanguageModel(read.network(), read.vocabulary()), options, begin, printer);
            } else {
                writeAll(new NetworkBatchLanguageModel(read.network(), read.vocabulary()), options, begin, printer);
            }
        } catch (SamplePrinter.ReaderGone e) {
            verbosity.tell("nobody reads on");
        }
        return 0;
    }

    private static void writeOne(LanguageModel model, SamplingOptions options, String begin, SamplePrinter printer) {
        new TextGenerator(model, options.sampler(), options.random(0))
                .generate(begin, options.length(), options.stop(), codePoint -> printer.accept(0, codePoint));
        printer.complete(0);
    }

    /** At most {@value #TOGETHER} at a time; the next one begins where one has ended. */
    private static void writeAll(
            BatchLanguageModel model, SamplingOptions options, String begin, SamplePrinter printer) {
        BatchGenerator generator = new BatchGenerator(model, options.sampler());
        for (int begun = 0; begun < options.count() || generator.texts() > 0; ) {
            while (begun < options.count() && generator.texts() < TOGETHER) {
                int sample = begun++;
                generator.begin(
                        begin,
                        options.random(sample),
                        options.length(),
                        options.stop(),
                        codePoint -> printer.accept(sample, codePoint),
                        end -> printer.complete(sample));
            }
            if (generator.texts() > 0) {
                generator.step();
            }
        }
    }

    private String prime() throws IOException {
        if (prime != null && primeFile != null) {
            throw new UserError("--prime and --prime-file both name a text to go on from; give one of them");
        }
        if (primeFile == null) {
            return prime == null ? "" : prime;
        }
        try {
            return Files.readString(primeFile);
        } catch (CharacterCodingException e) {
            throw new UserError("--prime-file " + primeFile + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UserError("--prime-file " + primeFile + " cannot be read: " + Failures.reason(e), e);
        }
    }

    private void warnOfUnknown(List<Integer> unknown) {
        if (!unknown.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("warning: the network has never seen "
                            + unknown.stream().map(CharacterName::of).collect(Collectors.joining(", "))
                            + " and reads an unknown symbol in its place");
        }
    }
}
