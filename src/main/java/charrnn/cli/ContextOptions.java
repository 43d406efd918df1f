package charrnn.cli;

import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.StreamPredictor;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.adapt.MixtureModel;
import charrnn.tools.adapt.ProjectIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} that use the tool {@code adapt}; {@code sample} has more. */
class ContextOptions {
    private static final int MAX_CONTEXT = 1_000_000_000; // characters, two bytes each

    @Option(
            names = "--context",
            paramLabel = "PATH",
            description =
                    "File or folder to read at the start; may be repeated. The network's predictions are mixed with"
                            + " those of an n-gram cache of these files; with serve, for /infill only.")
    private List<Path> context = List.of();

    @Option(
            names = "--index",
            paramLabel = "FILE",
            description =
                    "Index of a project, a file that 'charrnn index' makes: as --context with the project's folder,"
                            + " but loaded and not built. With both, the context is read after the index.")
    private @Nullable Path index;

    final boolean isGiven() {
        return index != null || !context.isEmpty();
    }

    /**
     * A cache of the index and the context, whose copies can read on; empty without both.
     *
     * @param file file of the checkpoint
     * @param network makes the one that reads the end of the context
     */
    final ContextMixer cache(Path file, Checkpoint checkpoint, Supplier<StreamPredictor> network, CliCommand command) {
        if (context.isEmpty()) {
            return start(checkpoint, ContextMixer.SPARE_CHARS);
        }
        EncodedText text = text(file, checkpoint, command);
        return mixed(start(checkpoint, text.length() + ContextMixer.SPARE_CHARS), text, network.get(), command);
    }

    /** The cache of the index; without one, an empty cache. */
    private ContextMixer start(Checkpoint checkpoint, long capacity) {
        if (index == null) {
            return new ContextMixer(checkpoint.vocabulary(), Math.toIntExact(capacity));
        }
        if (Files.isDirectory(index)) {
            throw new UserError("--index " + index + " is a folder: read it with --context, or make an index of it with"
                    + " 'charrnn index " + index + " --out FILE'");
        }
        return ProjectIndex.read(index, checkpoint.vocabulary()).cache();
    }

    /** An empty cache for a text, whose copies can read on. */
    static ContextMixer empty(EncodedText text, Vocabulary vocabulary) {
        return new ContextMixer(vocabulary, Math.toIntExact(text.length()) + ContextMixer.SPARE_CHARS);
    }

    /** Reads a text with a cache and the end of it with a network, so that the weights of their mixture are learned. */
    static ContextMixer mixed(ContextMixer cache, EncodedText text, StreamPredictor network, CliCommand command) {
        try (ProgressDisplay progress = new ProgressDisplay("reading the context", "chars", command.err())) {
            AdaptiveOptions.requireNumbers(
                    MixtureModel.read(network, cache, text, done -> progress.at(done, text.length())));
        }
        return cache;
    }

    static StreamPredictor predictor(Checkpoint checkpoint) {
        return Networks.resume(checkpoint.network()).predictor();
    }

    private EncodedText text(Path file, Checkpoint checkpoint, CliCommand command) {
        context.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new UserError("--context " + path + " does not exist");
        });
        EncodedText text = new CorpusOpener(command)
                .ofOtherText(file, checkpoint, context, 0)
                .train();
        if (text.length() == 0) {
            throw new UserError("--context "
                    + context.stream().map(Path::toString).collect(Collectors.joining(", ")) + " has no characters");
        }
        if (text.length() > MAX_CONTEXT) {
            throw new UserError(CliCommand.text(
                    "--context has %,d characters, but can have %,d at most", text.length(), MAX_CONTEXT));
        }
        return text;
    }

    /** The options of {@code sample} that use the tool {@code adapt}. */
    static final class OfSample extends ContextOptions {
        private static final double DECAY = 0.001; // as in evaluate

        @Option(
                names = "--dynamic",
                description = "The network learns from the last 20,000 characters of the context while it reads them.")
        private boolean dynamic;

        @Option(
                names = "--dynamic-rate",
                paramLabel = "R",
                description = "Learning rate of --dynamic." + CliCommand.DEFAULT)
        private double rate = 1;

        /** @throws UserError if options of --dynamic do not fit */
        void check(CliCommand command) {
            UserError.throwIfAny(command.misplaced("--dynamic", "--dynamic-rate"));
            if (dynamic && !command.isGiven("--context")) {
                throw new UserError("--dynamic learns from --context, which is not given");
            }
            if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
                throw new UserError("--dynamic-rate is " + rate + ", but must be 0 or more");
            }
        }

        /**
         * Creates a model whose streams have read the index and the context.
         *
         * @param single whether it generates one text at a time
         */
        LanguageModel read(Path file, Checkpoint checkpoint, boolean single, CliCommand command) {
            var network = checkpoint.network();
            Optional<ContextMixer> cache = Optional.empty();
            if (dynamic) {
                Rule rule = new Rule(Rule.Kind.SGD, rate, DECAY);
                DynamicNetwork learning = new DynamicNetwork(network, rule, List.of());
                cache = Optional.of(cache(file, checkpoint, () -> learning, command));
                network = learning.network();
            } else if (isGiven()) {
                cache = Optional.of(cache(file, checkpoint, () -> predictor(checkpoint), command));
            }
            Vocabulary vocabulary = checkpoint.vocabulary();
            LanguageModel model =
                    single ? LanguageModel.ofOneStream(network, vocabulary) : LanguageModel.of(network, vocabulary);
            return cache.<LanguageModel>map(read -> new MixtureModel(model, read))
                    .orElse(model);
        }
    }
}
