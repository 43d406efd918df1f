package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
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
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code evaluate} for dynamic evaluation and the n-gram cache, and their measurement. */
final class AdaptiveOptions {
    private static final int SEGMENT = 50;
    private static final int LONGEST_SEGMENT = 1000;
    private static final int MOST_REMEMBERED = 2_000_000_000;
    private static final int MEASURED_SEGMENTS = 200; // of the training text, for the RMS rule

    @Option(
            names = "--dynamic",
            description = "Measure dynamic evaluation too: the network learns from each segment once it is predicted.")
    private boolean dynamic;

    @Option(
            names = "--dynamic-rule",
            paramLabel = "RULE",
            description = "How it learns: ${COMPLETION-CANDIDATES}. Default: rms.")
    private @Nullable Kind rule;

    @Option(names = "--dynamic-rate", paramLabel = "R", description = "Learning rate. Default: 0.005; of SGD, 0.1.")
    private @Nullable Double rate;

    @Option(
            names = "--dynamic-decay",
            paramLabel = "L",
            description = "Part of the way back to the trained weights that each step takes, 0 to 1. Default: 0.001.")
    private @Nullable Double decay;

    @Option(
            names = "--dynamic-segment",
            paramLabel = "N",
            description = "Characters from step to step. Default: " + SEGMENT + ".")
    private @Nullable Integer segment;

    @Option(
            names = "--cache",
            description = "Measure a mixture with an n-gram cache too, which remembers the text that was read.")
    private boolean cache;

    @Option(names = "--cache-train", description = "As --cache; the cache reads the run's training text first.")
    private boolean cacheTrain;

    /** @throws UserError with a message for each mistake */
    void check() {
        List<String> mistakes = new ArrayList<>();
        checkNeedsDynamic(mistakes, "--dynamic-rule", rule);
        checkNeedsDynamic(mistakes, "--dynamic-rate", rate);
        checkNeedsDynamic(mistakes, "--dynamic-decay", decay);
        checkNeedsDynamic(mistakes, "--dynamic-segment", segment);
        if (segment() < 1 || segment() > LONGEST_SEGMENT) {
            mistakes.add("--dynamic-segment is " + segment() + ", but must be 1 to " + LONGEST_SEGMENT);
        }
        try {
            rule();
        } catch (IllegalArgumentException e) {
            mistakes.add("--dynamic-" + e.getMessage());
        }
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    private void checkNeedsDynamic(List<String> mistakes, String option, @Nullable Object value) {
        if (value != null && !dynamic) {
            mistakes.add(option + " goes with --dynamic, which is not there");
        }
    }

    /** Whether one of the options was given. */
    boolean isWanted() {
        return dynamic || cache || cacheTrain;
    }

    /** Whether the cache reads the training text. */
    boolean primesCache() {
        return cacheTrain;
    }

    /** Whether {@link #measure} needs the training text. */
    boolean needsTraining() {
        return cacheTrain || dynamic && rule().kind() == Kind.RMS;
    }

    /**
     * Measures the text with the models that the options ask for.
     *
     * @param text to be predicted, at least 2 characters
     * @param training the text that the network was trained on
     * @param err receives the progress unless the standard error is a terminal
     */
    Result measure(Checkpoint checkpoint, EncodedText text, EncodedText training, PrintWriter err) {
        long begin = System.nanoTime();
        StreamPredictor network = dynamic
                ? dynamicNetwork(checkpoint, training)
                : Networks.resume(checkpoint.network(), Engine.FAST).predictor();
        long primed = cacheTrain ? training.length() : 0;
        Optional<ContextMixer> mixture = cache || cacheTrain
                ? Optional.of(new ContextMixer(checkpoint.vocabulary().size(), capacity(primed + text.length())))
                : Optional.empty();
        if (cacheTrain) {
            try (ProgressDisplay progress = new ProgressDisplay("filling the cache", "chars", err)) {
                mixture.orElseThrow().read(training, done -> progress.at(done, primed));
            }
        }
        try (ProgressDisplay progress = new ProgressDisplay("predicting", "chars", err)) {
            AdaptiveBits bits =
                    AdaptiveBits.of(network, text, segment(), mixture, done -> progress.at(done, text.length() - 1));
            if (!Double.isFinite(bits.network().bits())) {
                throw new ArithmeticException(
                        "dynamic evaluation has diverged: what the network predicts are no numbers any"
                                + " more; a lower --dynamic-rate may do");
            }
            return new Result(bits, primed, (System.nanoTime() - begin) / 1e9);
        }
    }

    /** Size of the cache, which keeps every character in an array. */
    private static int capacity(long chars) {
        if (chars > MOST_REMEMBERED) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "the cache would read %,d characters, but remembers %,d at most",
                    chars,
                    MOST_REMEMBERED));
        }
        return (int) chars;
    }

    private DynamicNetwork dynamicNetwork(Checkpoint checkpoint, EncodedText training) {
        if (rule().kind() == Kind.SGD) {
            return new DynamicNetwork(checkpoint.network(), rule(), List.of());
        }
        long available = (training.length() - 1) / segment();
        if (available < 1) {
            throw new UserError("--dynamic-rule rms measures the gradient on the training text, which has "
                    + Count.of(training.length(), "character") + ", but needs more than --dynamic-segment "
                    + segment());
        }
        return new DynamicNetwork(
                checkpoint.network(), rule(), spread(training, (int) Math.min(available, MEASURED_SEGMENTS)));
    }

    /** Segments spread evenly over a text. */
    private List<Segment> spread(EncodedText text, int count) {
        List<Segment> segments = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long at = i * (text.length() - 1 - segment()) / count;
            segments.add(Segment.of(text, at, segment()));
        }
        return segments;
    }

    private Rule rule() {
        Kind kind = rule == null ? Kind.RMS : rule;
        double usual = kind == Kind.RMS ? 0.005 : 0.1;
        return new Rule(kind, rate == null ? usual : rate, decay == null ? 0.001 : decay);
    }

    private int segment() {
        return segment == null ? SEGMENT : segment;
    }

    /**
     * The figures that {@link #measure} found.
     *
     * @param primed characters that the cache had read before
     * @param seconds time of everything
     */
    record Result(AdaptiveBits bits, long primed, double seconds) {}

    /** Adds the fields {@code dynamic} and {@code cache} to a JSON document. */
    void add(ObjectNode document, Result result) {
        if (dynamic) {
            add(document.putObject("dynamic"), result.bits.network(), result)
                    .put("rule", rule().kind().toString())
                    .put("rate", rule().rate())
                    .put("decay", rule().decay());
        }
        result.bits.mixture().ifPresent(mixture -> add(document.putObject("cache"), mixture, result)
                .put("network", dynamic ? "dynamic" : "static")
                .put("aloneBitsPerChar", result.bits.cache().orElseThrow().bits())
                .put("primedChars", result.primed));
    }

    private ObjectNode add(ObjectNode node, BitsPerCharacter measured, Result result) {
        return node.put("bitsPerChar", measured.bits())
                .put("chars", measured.chars())
                .put("segment", segment())
                .put("seconds", result.seconds);
    }

    /** One line for each figure. */
    List<String> lines(Result result) {
        AdaptiveBits bits = result.bits;
        List<String> lines = new ArrayList<>();
        if (dynamic) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.4f with dynamic evaluation (%s, rate %s, decay %s)",
                    bits.network().bits(),
                    rule().kind(),
                    rule().rate(),
                    rule().decay()));
        }
        bits.mixture()
                .ifPresent(mixture -> lines.add(String.format(
                        Locale.ROOT,
                        "%.4f mixed with an n-gram cache that had read %s (the cache alone: %.4f)",
                        mixture.bits(),
                        Count.of(result.primed, "character"),
                        bits.cache().orElseThrow().bits())));
        lines.add(String.format(
                Locale.ROOT,
                "on %s in one stream, segments of %d; %,.0f s",
                Count.of(bits.network().chars(), "character"),
                segment(),
                result.seconds));
        return lines;
    }
}
