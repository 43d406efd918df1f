package charrnn.cli;

import static charrnn.command.CliCommand.DEFAULT;

import charrnn.command.CliCommand;
import charrnn.command.ContextOptions;
import charrnn.command.ProgressDisplay;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.MatchMemory;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The files in which {@code sample} finds matches, and from which its network may learn. */
final class SampleContext extends ContextOptions {
    private static final double DECAY = 0.001; // as in evaluate
    private static final int LEARNED_CHARS = 20_000; // at the end of the context
    private static final int SEGMENT = 50; // characters after which the network learns

    @Option(
            names = "--dynamic",
            description = "The network also learns from the last 20,000 characters of the context.")
    private boolean dynamic;

    @Option(names = "--dynamic-rate", paramLabel = "R", description = "Learning rate of --dynamic." + DEFAULT)
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

    /** Creates a model whose streams know the context. */
    LanguageModel model(Path file, Checkpoint checkpoint, CliCommand command) {
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
        LanguageModel model = LanguageModel.of(network, checkpoint.vocabulary());
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
