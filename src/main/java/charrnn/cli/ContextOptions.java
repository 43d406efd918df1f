package charrnn.cli;

import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.adapt.MixtureModel;
import charrnn.tools.adapt.ProjectIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} and {@code serve} that use the tool {@code adapt}. */
final class ContextOptions {
    private static final String READING = "reading the context";
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

    /** Creates a model whose streams have read the index and the context, from a model without streams. */
    LanguageModel read(LanguageModel network, Checkpoint checkpoint, CliCommand command) {
        if (index == null && context.isEmpty()) {
            return network;
        }
        EncodedText text = context.isEmpty() ? EncodedText.ofChars(new char[0]) : text(checkpoint, command);
        ContextMixer cache = start(checkpoint, text.length());
        try (ProgressDisplay progress = new ProgressDisplay(READING, "chars", command.err())) {
            return new MixtureModel(network, cache, text, done -> progress.at(done, text.length()));
        }
    }

    /** A cache of the index and the context, whose copies can read on; empty without both. */
    ContextMixer cache(Checkpoint checkpoint, CliCommand command) {
        if (context.isEmpty()) {
            return start(checkpoint, ContextMixer.SPARE_CHARS);
        }
        EncodedText text = text(checkpoint, command);
        return mixed(start(checkpoint, text.length() + ContextMixer.SPARE_CHARS), text, checkpoint, command);
    }

    /** The cache of the index; without one, an empty cache. */
    private ContextMixer start(Checkpoint checkpoint, long capacity) {
        if (index == null) {
            return new ContextMixer(checkpoint.vocabulary().size(), Math.toIntExact(capacity));
        }
        if (Files.isDirectory(index)) {
            throw new UserError("--index " + index + " is a folder: read it with --context, or make an index of it with"
                    + " 'charrnn index " + index + " --out FILE'");
        }
        return ProjectIndex.read(index, checkpoint.vocabulary()).cache();
    }

    /** An empty cache for a text, whose copies can read on. */
    static ContextMixer empty(EncodedText text, int symbols) {
        return new ContextMixer(symbols, Math.toIntExact(text.length()) + ContextMixer.SPARE_CHARS);
    }

    /** Reads a text with a cache and the end of it with a network, so that the weights of their mixture are learned. */
    static ContextMixer mixed(ContextMixer cache, EncodedText text, Checkpoint network, CliCommand command) {
        LanguageModel model = LanguageModel.ofOneStream(network.network(), network.vocabulary());
        try (ProgressDisplay progress = new ProgressDisplay(READING, "chars", command.err())) {
            MixtureModel.read(model, cache, text, done -> progress.at(done, text.length()));
        }
        return cache;
    }

    private EncodedText text(Checkpoint checkpoint, CliCommand command) {
        context.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new UserError("--context " + path + " does not exist");
        });
        EncodedText text =
                new CorpusOpener(command).ofOtherText(checkpoint, context, 0).train();
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
}
