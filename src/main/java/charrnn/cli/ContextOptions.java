package charrnn.cli;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.MatchMemory;
import charrnn.corpus.ProjectFiles;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The files in which a network finds matches: an option of {@code serve}; {@code sample} has more. */
class ContextOptions {
    private static final int MB = 1_000_000;
    private static final int MAX_WARNINGS = 20;

    @Option(
            names = "--context",
            paramLabel = "PATH",
            description =
                    "File or folder of a project, from which the network can copy names and phrases; may be repeated. Of a"
                            + " folder, the files that corpus.include and corpus.exclude of the run select, without those that"
                            + " a .gitignore excludes. With serve, for /infill only; changed files are read again.")
    private List<Path> context = List.of();

    final boolean isGiven() {
        return !context.isEmpty();
    }

    /** Which files of the folders belong to the context. */
    static CorpusConfig selection(Path file, Checkpoint checkpoint) {
        return CorpusOpener.config(file, checkpoint).ofOtherText(List.of(), 0);
    }

    /** Finds the files of the context. */
    final List<SourceFile> files(CorpusConfig selection, Consumer<String> warnings) {
        context.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new UserError("--context " + path + " does not exist");
        });
        return ProjectFiles.find(context, selection, message -> warnings.accept(TerminalText.line(message)));
    }

    /** Reads files of the context. */
    final EncodedText read(List<SourceFile> files, Checkpoint checkpoint, CliCommand command) {
        long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
        EncodedText text;
        int[] warnings = {0};
        try (ProgressDisplay progress = new ProgressDisplay("reading the context", "MB", command.err())) {
            text = ProjectFiles.read(
                    files, checkpoint.vocabulary(), done -> progress.at(done / MB, bytes / MB), message -> {
                        if (++warnings[0] <= MAX_WARNINGS) {
                            command.warn(TerminalText.line(message));
                        }
                    });
        }
        if (warnings[0] > MAX_WARNINGS) {
            command.warn(Count.of(warnings[0] - MAX_WARNINGS, "more file") + " skipped");
        }
        if (text.length() == 0) {
            throw new UserError("--context "
                    + context.stream().map(Path::toString).collect(Collectors.joining(", ")) + " has no characters");
        }
        return text;
    }

    /** @throws UserError if the network cannot use a context */
    static void requireMatches(Path file, Checkpoint checkpoint) {
        if (Networks.encoding(checkpoint.network()).matches() == 0) {
            throw new UserError(
                    "--context has no effect on " + file + ": its network reads no matches (model.match is 0)");
        }
    }

    /** The options of {@code sample}. */
    static final class OfSample extends ContextOptions {
        private static final double DECAY = 0.001; // as in evaluate
        private static final int LEARNED_CHARS = 20_000; // at the end of the context
        private static final int SEGMENT = 50; // characters after which the network learns

        @Option(
                names = "--dynamic",
                description = "The network also learns from the last 20,000 characters of the context.")
        private boolean dynamic;

        @Option(
                names = "--dynamic-rate",
                paramLabel = "R",
                description = "Learning rate of --dynamic." + CliCommand.DEFAULT)
        private double rate = 1;

        /** @throws UserError if options of --dynamic do not fit */
        void check(CliCommand command) {
            UserError.throwIfAny(command.misplaced("--dynamic", "--dynamic-rate"));
            if (dynamic && !isGiven()) {
                throw new UserError("--dynamic learns from --context, which is not given");
            }
            if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
                throw new UserError("--dynamic-rate is " + rate + ", but must be 0 or more");
            }
        }

        /**
         * Creates a model whose streams know the context.
         *
         * @param single whether it generates one text at a time
         */
        LanguageModel model(Path file, Checkpoint checkpoint, boolean single, CliCommand command) {
            var network = checkpoint.network();
            Optional<EncodedText> text = Optional.empty();
            if (isGiven()) {
                List<SourceFile> files = files(selection(file, checkpoint), command::warn);
                if (!dynamic) {
                    requireMatches(file, checkpoint);
                }
                text = Optional.of(read(files, checkpoint, command));
            }
            if (dynamic) {
                DynamicNetwork learning = new DynamicNetwork(network, new Rule(Rule.Kind.SGD, rate, DECAY), List.of());
                learn(learning, text.orElseThrow(), command);
                network = learning.network();
            }
            LanguageModel model = single
                    ? LanguageModel.ofOneStream(network, checkpoint.vocabulary())
                    : LanguageModel.of(network, checkpoint.vocabulary());
            text.ifPresent(read -> model.useMemory(() -> MatchMemory.of(read)));
            return model;
        }

        private static void learn(DynamicNetwork network, EncodedText text, CliCommand command) {
            long from = Math.max(0, text.length() - LEARNED_CHARS);
            try (ProgressDisplay progress = new ProgressDisplay("learning", "chars", command.err())) {
                DynamicOptions.requireNumbers(BitsPerCharacter.whileLearning(
                        network, text, from, SEGMENT, done -> progress.at(done, text.length() - 1 - from)));
            }
        }
    }
}
