package charrnn.cli;

import static charrnn.cli.CliCommand.DEFAULT;
import static charrnn.cli.CliCommand.text;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.InputEncoding;
import charrnn.corpus.InputReader;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Vocabulary;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.DynamicNetwork.Rule.Kind;
import charrnn.model.Networks;
import charrnn.model.StreamPredictor;
import charrnn.model.StreamPredictor.Segment;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.adapt.AdaptiveBits;
import charrnn.tools.adapt.ContextMixer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code evaluate} that use the tool {@code adapt}: dynamic evaluation and the n-gram cache. */
final class AdaptiveOptions {
    private static final int MAX_SEGMENT = 1000;
    private static final int MAX_CACHE = 2_000_000_000; // characters, one array element each
    private static final int MAX_GRADIENT_SEGMENTS = 200;

    @Option(
            names = "--dynamic",
            description = "Also measure dynamic evaluation: the network learns from each segment after predicting it.")
    private boolean dynamic;

    @Option(
            names = "--dynamic-rule",
            paramLabel = "RULE",
            description =
                    "Update rule: ${COMPLETION-CANDIDATES}. rms measures gradients on the run's own training text,"
                            + " with --corpus too." + DEFAULT)
    private Kind kind = Kind.RMS;

    @Option(names = "--dynamic-rate", paramLabel = "R", description = "Learning rate. Default: 0.002; with sgd, 1.")
    private @Nullable Double rate;

    @Option(
            names = "--dynamic-decay",
            paramLabel = "L",
            description = "Decay towards the trained weights at each step, 0 to 1." + DEFAULT)
    private double decay = 0.001;

    @Option(names = "--dynamic-segment", paramLabel = "N", description = "Characters between two steps." + DEFAULT)
    private int segment = 50;

    @Option(names = "--cache", description = "Also measure a mixture with an n-gram cache of the text read so far.")
    private boolean cache;

    @Option(names = "--cache-train", description = "As --cache, but the cache reads the run's own training text first.")
    private boolean cacheTrain;

    /** @throws UserError with a message for each mistake in the options */
    void check(CliCommand command, Optional<Part> part) {
        List<String> mistakes = new ArrayList<>(command.misplaced(
                "--dynamic", "--dynamic-rule", "--dynamic-rate", "--dynamic-decay", "--dynamic-segment"));
        if (segment < 1 || segment > MAX_SEGMENT) {
            mistakes.add("--dynamic-segment is " + segment + ", but must be from 1 to " + MAX_SEGMENT);
        }
        try {
            rule();
        } catch (IllegalArgumentException e) {
            mistakes.add("--dynamic-" + e.getMessage()); // begins with "rate" or "decay"
        }
        if (cacheTrain && part.equals(Optional.of(Part.TRAIN))) {
            mistakes.add("--cache-train fills the cache with the text that --part train measures");
        }
        UserError.throwIfAny(mistakes);
    }

    /**
     * Loads the training text if an option needs it.
     *
     * @param otherwise returned if no option needs it
     * @throws UserError with the option's message first if a file is missing or has changed
     */
    EncodedText training(Supplier<EncodedText> loader, EncodedText otherwise) {
        List<String> messages = new ArrayList<>();
        if (dynamic && kind == Kind.RMS) {
            messages.add("--dynamic-rule rms measures gradients on the run's own training text, with --corpus too;"
                    + " --dynamic-rule sgd does not");
        }
        if (cacheTrain) {
            messages.add("--cache-train reads the run's own training text, with --corpus too; --cache does not");
        }
        try {
            return messages.isEmpty() ? otherwise : loader.get();
        } catch (UserError e) {
            messages.addAll(e.messages());
            throw new UserError(messages, e);
        }
    }

    /** Makes the measurements that the options select, adds them to the document, and returns them as lines. */
    List<String> measure(
            Checkpoint checkpoint, EncodedText text, EncodedText training, CliCommand command, ObjectNode document) {
        if (!dynamic && !cache && !cacheTrain) {
            return List.of();
        }
        long begin = System.nanoTime();
        StreamPredictor network = dynamic
                ? new DynamicNetwork(
                        checkpoint.network(),
                        rule(),
                        gradientSegments(Networks.encoding(checkpoint.network()), training))
                : Networks.resume(checkpoint.network()).predictor();
        long primed = cacheTrain ? training.length() : 0;
        Optional<ContextMixer> mixture = cache || cacheTrain
                ? Optional.of(mixer(checkpoint.vocabulary(), text.length(), training, primed, command))
                : Optional.empty();
        AdaptiveBits bits;
        try (ProgressDisplay progress = new ProgressDisplay("predicting", "chars", command.err())) {
            bits = AdaptiveBits.of(network, text, 0, segment, mixture, done -> progress.at(done, text.length() - 1));
        }
        requireNumbers(bits);
        return report(bits, primed, (System.nanoTime() - begin) / 1e9, document);
    }

    /** @throws ArithmeticException if a network has diverged while it learned */
    static void requireNumbers(AdaptiveBits bits) {
        if (bits.network().chars() > 0 && !Double.isFinite(bits.network().bits())) {
            throw new ArithmeticException("dynamic evaluation has diverged: the network's predictions are no longer"
                    + " numbers; a lower --dynamic-rate may help");
        }
    }

    /** A cache for a text, which has read the first characters of the training text. */
    private static ContextMixer mixer(
            Vocabulary vocabulary, long length, EncodedText training, long primed, CliCommand command) {
        if (primed + length > MAX_CACHE) {
            throw new UserError(
                    text("the cache would read %,d characters, but can hold %,d at most", primed + length, MAX_CACHE));
        }
        ContextMixer mixer = new ContextMixer(vocabulary, (int) (primed + length));
        if (primed > 0) {
            try (ProgressDisplay progress = new ProgressDisplay("filling the cache", "chars", command.err())) {
                mixer.read(training, 0, primed, done -> progress.at(done, primed));
            }
        }
        return mixer;
    }

    /** The segments of the training text, spread evenly, on which the RMS rule measures the gradient. */
    private List<Segment> gradientSegments(InputEncoding input, EncodedText training) {
        if (kind == Kind.SGD) {
            return List.of();
        }
        InputReader reader = new InputReader(training, input);
        long count = Math.min((training.length() - 1) / segment, MAX_GRADIENT_SEGMENTS);
        if (count < 1) {
            throw new UserError("--dynamic-rule rms measures the gradient on the training text, which has "
                    + Count.of(training.length(), "character") + ", but needs more than --dynamic-segment " + segment);
        }
        return LongStream.range(0, count)
                .mapToObj(i -> Segment.of(reader, i * (training.length() - 1 - segment) / count, segment))
                .toList();
    }

    private Rule rule() {
        double byDefault = kind == Kind.RMS ? 0.002 : 1;
        return new Rule(kind, rate == null ? byDefault : rate, decay);
    }

    /** @param primed training characters that the cache read first */
    private List<String> report(AdaptiveBits bits, long primed, double seconds, ObjectNode document) {
        List<String> lines = new ArrayList<>();
        if (dynamic) {
            double network = bits.network().bits();
            add(document.putObject("dynamic"), bits.network(), seconds)
                    .put("rule", kind.toString())
                    .put("rate", rule().rate())
                    .put("decay", decay);
            lines.add(
                    text("%.4f with dynamic evaluation (%s, rate %s, decay %s)", network, kind, rule().rate(), decay));
        }
        bits.mixture().ifPresent(mixture -> {
            double alone = bits.cache().orElseThrow().bits();
            add(document.putObject("cache"), mixture, seconds)
                    .put("network", dynamic ? "dynamic" : "static")
                    .put("aloneBitsPerChar", alone)
                    .put("primedChars", primed);
            lines.add(text(
                    "%.4f mixed with an n-gram cache that had read %s (the cache alone: %.4f)",
                    mixture.bits(), Count.of(primed, "character"), alone));
        });
        String chars = Count.of(bits.network().chars(), "character");
        lines.add(text("on %s in one stream, segments of %d; %,.0f s", chars, segment, seconds));
        return lines;
    }

    private ObjectNode add(ObjectNode node, BitsPerCharacter measured, double seconds) {
        return node.put("bitsPerChar", measured.bits())
                .put("chars", measured.chars())
                .put("segment", segment)
                .put("seconds", seconds);
    }
}
