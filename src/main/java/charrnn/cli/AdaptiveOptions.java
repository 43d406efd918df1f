package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code evaluate} that use the tool {@code adapt}: dynamic evaluation and the n-gram cache. */
final class AdaptiveOptions extends EvaluateCommand.ExtraMeasurements {
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
                            + " with --corpus too. Default: ${DEFAULT-VALUE}.")
    private Kind kind = Kind.RMS;

    @Option(names = "--dynamic-rate", paramLabel = "R", description = "Learning rate. Default: 0.005; with sgd, 0.1.")
    private @Nullable Double rate;

    @Option(
            names = "--dynamic-decay",
            paramLabel = "L",
            description = "Decay towards the trained weights at each step, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double decay = 0.001;

    @Option(
            names = "--dynamic-segment",
            paramLabel = "N",
            description = "Characters between two steps. Default: ${DEFAULT-VALUE}.")
    private int segment = 50;

    @Option(names = "--cache", description = "Also measure a mixture with an n-gram cache of the text read so far.")
    private boolean cache;

    @Option(names = "--cache-train", description = "As --cache, but the cache reads the run's own training text first.")
    private boolean cacheTrain;

    /**
     * The measured figures.
     *
     * @param primed training characters that the cache read first
     * @param seconds duration of all measurements
     */
    private record Result(AdaptiveBits bits, long primed, double seconds) {}

    private Optional<Result> result = Optional.empty();

    @Override
    void check(ParseResult given, Optional<Part> part) {
        List<String> mistakes = new ArrayList<>();
        Stream.of("--dynamic-rule", "--dynamic-rate", "--dynamic-decay", "--dynamic-segment")
                .filter(option -> !dynamic && given.hasMatchedOption(option))
                .forEach(option -> mistakes.add(option + " belongs to --dynamic, which is not given"));
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

    @Override
    List<String> needsOfTraining() {
        List<String> needs = new ArrayList<>();
        if (dynamic && kind == Kind.RMS) {
            needs.add("--dynamic-rule rms measures gradients on the run's own training text, with --corpus too;"
                    + " --dynamic-rule sgd does not");
        }
        if (cacheTrain) {
            needs.add("--cache-train reads the run's own training text, with --corpus too; --cache does not");
        }
        return needs;
    }

    @Override
    void measure(Checkpoint checkpoint, EncodedText text, EncodedText training, PrintWriter err) {
        if (!dynamic && !cache && !cacheTrain) {
            return;
        }
        long begin = System.nanoTime();
        StreamPredictor network = dynamic
                ? new DynamicNetwork(checkpoint.network(), rule(), gradientSegments(training))
                : Networks.resume(checkpoint.network()).predictor();
        long primed = cacheTrain ? training.length() : 0;
        Optional<ContextMixer> mixture = Optional.empty();
        if (cache || cacheTrain) {
            mixture = Optional.of(new ContextMixer(checkpoint.vocabulary().size(), capacity(primed + text.length())));
        }
        if (cacheTrain) {
            try (ProgressDisplay progress = new ProgressDisplay("filling the cache", "chars", err)) {
                mixture.orElseThrow().read(training, 0, primed, done -> progress.at(done, primed));
            }
        }
        try (ProgressDisplay progress = new ProgressDisplay("predicting", "chars", err)) {
            AdaptiveBits bits =
                    AdaptiveBits.of(network, text, segment, mixture, done -> progress.at(done, text.length() - 1));
            if (!Double.isFinite(bits.network().bits())) {
                throw new ArithmeticException("dynamic evaluation has diverged: the network's predictions are no longer"
                        + " numbers; a lower --dynamic-rate may help");
            }
            result = Optional.of(new Result(bits, primed, (System.nanoTime() - begin) / 1e9));
        }
    }

    private static int capacity(long chars) {
        if (chars > MAX_CACHE) {
            throw new UserError(String.format(
                    Locale.ROOT, "the cache would read %,d characters, but can hold %,d at most", chars, MAX_CACHE));
        }
        return (int) chars;
    }

    /** The segments of the training text, spread evenly, on which the RMS rule measures the gradient. */
    private List<Segment> gradientSegments(EncodedText training) {
        if (kind == Kind.SGD) {
            return List.of();
        }
        long count = Math.min((training.length() - 1) / segment, MAX_GRADIENT_SEGMENTS);
        if (count < 1) {
            throw new UserError("--dynamic-rule rms measures the gradient on the training text, which has "
                    + Count.of(training.length(), "character") + ", but needs more than --dynamic-segment " + segment);
        }
        return LongStream.range(0, count)
                .mapToObj(i -> Segment.of(training, i * (training.length() - 1 - segment) / count, segment))
                .toList();
    }

    private Rule rule() {
        double byDefault = kind == Kind.RMS ? 0.005 : 0.1;
        return new Rule(kind, rate == null ? byDefault : rate, decay);
    }

    @Override
    void addTo(ObjectNode document) {
        result.ifPresent(r -> {
            if (dynamic) {
                add(document.putObject("dynamic"), r.bits.network(), r.seconds)
                        .put("rule", kind.toString())
                        .put("rate", rule().rate())
                        .put("decay", decay);
            }
            r.bits.mixture().ifPresent(mixture -> add(document.putObject("cache"), mixture, r.seconds)
                    .put("network", dynamic ? "dynamic" : "static")
                    .put("aloneBitsPerChar", r.bits.cache().orElseThrow().bits())
                    .put("primedChars", r.primed));
        });
    }

    private ObjectNode add(ObjectNode node, BitsPerCharacter measured, double seconds) {
        return node.put("bitsPerChar", measured.bits())
                .put("chars", measured.chars())
                .put("segment", segment)
                .put("seconds", seconds);
    }

    @Override
    List<String> lines() {
        return result.map(this::lines).orElse(List.of());
    }

    private List<String> lines(Result r) {
        List<String> lines = new ArrayList<>();
        if (dynamic) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.4f with dynamic evaluation (%s, rate %s, decay %s)",
                    r.bits.network().bits(),
                    kind,
                    rule().rate(),
                    decay));
        }
        r.bits.mixture()
                .ifPresent(mixture -> lines.add(String.format(
                        Locale.ROOT,
                        "%.4f mixed with an n-gram cache that had read %s (the cache alone: %.4f)",
                        mixture.bits(),
                        Count.of(r.primed, "character"),
                        r.bits.cache().orElseThrow().bits())));
        lines.add(String.format(
                Locale.ROOT,
                "on %s in one stream, segments of %d; %,.0f s",
                Count.of(r.bits.network().chars(), "character"),
                segment,
                r.seconds));
        return lines;
    }
}
