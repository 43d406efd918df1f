package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.adapt.MixtureModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of {@code sample} and {@code serve} that uses the tool {@code adapt}: {@code --context}. */
final class ContextOptions extends SampleOptions.Context {
    private static final int FURTHER_CHARS = 100_000; // of a text that a copy of the cache reads
    private static final String READING = "reading the context";
    private static final int MAX_CONTEXT = 1_000_000_000; // characters, two bytes each

    @Option(
            names = "--context",
            paramLabel = "PATH",
            description =
                    "File or folder to read at the start; may be repeated. The network's predictions are mixed with"
                            + " those of an n-gram cache of these files; with serve, for /infill only.")
    private List<Path> context = List.of();

    @Override
    LanguageModel read(LanguageModel network, Checkpoint checkpoint, CorpusOpener opener, PrintWriter err) {
        if (context.isEmpty()) {
            return network;
        }
        EncodedText text = text(checkpoint, opener);
        try (ProgressDisplay progress = new ProgressDisplay(READING, "chars", err)) {
            return new MixtureModel(network, text, done -> progress.at(done, text.length()));
        }
    }

    /** A cache of the context, which is empty without one. */
    ContextMixer cache(Checkpoint checkpoint, CorpusOpener opener, PrintWriter err) {
        int symbols = checkpoint.vocabulary().size();
        if (context.isEmpty()) {
            return new ContextMixer(symbols, FURTHER_CHARS);
        }
        return cache(text(checkpoint, opener), symbols, err);
    }

    /** A cache of a text, whose copies can read on. */
    static ContextMixer cache(EncodedText text, int symbols, PrintWriter err) {
        ContextMixer cache = new ContextMixer(symbols, Math.toIntExact(text.length()) + FURTHER_CHARS);
        try (ProgressDisplay progress = new ProgressDisplay(READING, "chars", err)) {
            cache.readQuickly(text, 0, text.length(), done -> progress.at(done, text.length()));
        }
        return cache;
    }

    private EncodedText text(Checkpoint checkpoint, CorpusOpener opener) {
        context.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new UserError("--context " + path + " does not exist");
        });
        Config config = ConfigLoader.parse(checkpoint.configYaml(), "the checkpoint's configuration", List.of());
        List<String> paths = context.stream().map(Path::toString).toList();
        EncodedText text = opener.load(
                        config.corpus().ofOtherText(paths, 0), Optional.empty(), Optional.of(checkpoint.vocabulary()))
                .train();
        if (text.length() == 0) {
            throw new UserError("--context " + String.join(", ", paths) + " has no characters");
        }
        if (text.length() > MAX_CONTEXT) {
            throw new UserError(String.format(
                    Locale.ROOT, "--context has %,d characters, but can have %,d at most", text.length(), MAX_CONTEXT));
        }
        return text;
    }
}
