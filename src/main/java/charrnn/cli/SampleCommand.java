package charrnn.cli;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.model.NetworkLanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import java.io.IOException;
import java.io.PrintWriter;
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
            "The same seed gives the same text."
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
            description = "How many samples, with seeds S, S + 1 and so on. Default: ${DEFAULT-VALUE}.")
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
        NetworkLanguageModel model = new NetworkLanguageModel(read.network(), read.vocabulary());
        for (int i = 0; i < count && !spec.commandLine().getOut().checkError(); i++) {
            TextGenerator generator = new TextGenerator(model, options.sampler(), options.random(i));
            if (i == 0) {
                warnOfUnknown(generator.unknown(begin));
            }
            write(generator, begin, i);
        }
        return 0;
    }

    private void write(TextGenerator generator, String begin, int sample) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(sample > 0 ? System.lineSeparator() + begin : begin);
        out.flush();
        try {
            generator.generate(begin, length, stop, codePoint -> {
                out.print(Character.toString(codePoint));
                if (out.checkError()) {
                    throw new ReaderGone();
                }
            });
        } catch (ReaderGone e) {
            return;
        }
        if (System.console() != null) {
            out.println();
        }
    }

    /** Who reads the standard output, {@code head} for instance, has enough. */
    private static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
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
