package charrnn.cli;

import static charrnn.command.CliCommand.DEFAULT;
import static charrnn.command.CliCommand.text;

import charrnn.command.CliCommand;
import charrnn.command.ProgressDisplay;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.DynamicNetwork.Rule.Kind;
import charrnn.model.Networks;
import charrnn.model.StreamPredictor.Segment;
import charrnn.model.checkpoint.Checkpoint;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code evaluate} for dynamic evaluation. */
final class DynamicOptions {
    private static final int SEGMENT = 50; // characters between two steps
    private static final double DECAY = 0.001; // towards the trained weights at each step
    private static final int MAX_GRADIENT_SEGMENTS = 200;

    @Option(
            names = "--dynamic",
            description = "Also measure dynamic evaluation: the network learns from each segment after predicting it.")
    private boolean dynamic;

    @Option(
            names = "--dynamic-rule",
            paramLabel = "RULE",
            description =
                    "Optimizer: ${COMPLETION-CANDIDATES}. rms measures gradients on the run's own training text, with"
                            + " --corpus too." + DEFAULT)
    private Kind kind = Kind.RMS;

    @Option(names = "--dynamic-rate", paramLabel = "R", description = "Learning rate. Default: 0.002; with sgd, 1.")
    private @Nullable Double rate;

    /** @throws UserError if the options are wrong, or given without --dynamic */
    void check(CliCommand command) {
        UserError.throwIfAny(command.misplaced("--dynamic", "--dynamic-rule", "--dynamic-rate"));
        try {
            rule();
        } catch (IllegalArgumentException e) {
            throw new UserError("--dynamic-" + e.getMessage(), e); // begins with "rate"
        }
    }

    /**
     * Loads the training text if the options need it.
     *
     * @param otherwise returned if they do not
     * @throws UserError with the option's message first if a file is missing or has changed
     */
    EncodedText training(Supplier<EncodedText> loader, EncodedText otherwise) {
        if (!dynamic || kind != Kind.RMS) {
            return otherwise;
        }
        try {
            return loader.get();
        } catch (UserError e) {
            List<String> messages = new ArrayList<>(List.of("--dynamic-rule rms measures gradients on the run's own"
                    + " training text, with --corpus too; --dynamic-rule sgd does not"));
            messages.addAll(e.messages());
            throw new UserError(messages, e);
        }
    }

    /** Makes the measurement if it is selected, adds it to the document, and returns it as lines. */
    List<String> measure(
            Checkpoint checkpoint, EncodedText text, EncodedText training, CliCommand command, ObjectNode document) {
        if (!dynamic) {
            return List.of();
        }
        long begin = System.nanoTime();
        DynamicNetwork network = new DynamicNetwork(
                checkpoint.network(), rule(), gradientSegments(Networks.encoding(checkpoint.network()), training));
        BitsPerCharacter bits;
        try (ProgressDisplay progress = new ProgressDisplay("predicting", "chars", command.err())) {
            bits = BitsPerCharacter.whileLearning(network, text, SEGMENT, done -> progress.at(done, text.length() - 1));
        }
        requireNumbers(bits);
        double seconds = (System.nanoTime() - begin) / 1e9;
        document.putObject("dynamic")
                .put("bitsPerChar", bits.bits())
                .put("chars", bits.chars())
                .put("segment", SEGMENT)
                .put("seconds", seconds)
                .put("rule", kind.toString())
                .put("rate", rule().rate())
                .put("decay", DECAY);
        return List.of(
                text("%.4f with dynamic evaluation (%s, rate %s, decay %s)", bits.bits(), kind, rule().rate(), DECAY),
                text(
                        "on %s in one stream, segments of %d; %,.0f s",
                        Count.of(bits.chars(), "character"), SEGMENT, seconds));
    }

    /** @throws ArithmeticException if a network has diverged while it learned */
    private static void requireNumbers(BitsPerCharacter bits) {
        if (bits.chars() > 0 && !Double.isFinite(bits.bits())) {
            throw new ArithmeticException("dynamic evaluation has diverged: the network's predictions are no longer"
                    + " numbers; a lower --dynamic-rate may help");
        }
    }

    /** The segments of the training text, spread evenly, on which the RMS rule measures the gradient. */
    private List<Segment> gradientSegments(InputEncoding input, EncodedText training) {
        if (kind == Kind.SGD) {
            return List.of();
        }
        InputReader reader = new InputReader(training, input);
        long count = Math.min((training.length() - 1) / SEGMENT, MAX_GRADIENT_SEGMENTS);
        if (count < 1) {
            throw new UserError("--dynamic-rule rms measures the gradient on the training text, which has "
                    + Count.of(training.length(), "character") + ", but needs more than " + SEGMENT);
        }
        return LongStream.range(0, count)
                .mapToObj(i -> Segment.of(reader, i * (training.length() - 1 - SEGMENT) / count, SEGMENT))
                .toList();
    }

    private Rule rule() {
        double byDefault = kind == Kind.RMS ? 0.002 : 1;
        return new Rule(kind, rate == null ? byDefault : rate, DECAY);
    }
}
