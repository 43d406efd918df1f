package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.FileFinder;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.message.Count;
import charrnn.message.Spelling;
import charrnn.message.TerminalText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code corpus}: prints what a training would read. */
@Command(
        name = "corpus",
        description = "Reads and splits a corpus as 'train' does, and prints files, characters and symbols.",
        footer = {
            "  charrnn corpus --config linux.yaml",
            "  charrnn corpus ~/src/linux",
            "  charrnn corpus ~/src/linux --set \"corpus.include=**/*.rs\""
        })
final class CorpusCommand extends CliCommand {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Folders and files, instead of the configuration's corpus.path.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration: a file, or the name of one in config/. Without it, every key has its default.")
    private @Nullable String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change the value of a key of the configuration. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() {
        CorpusConfig configured = (config == null
                        ? ConfigLoader.parse("", "the default configuration", overrides)
                        : ConfigLoader.load(new FileFinder().config(config), overrides))
                .corpus();
        CorpusConfig sources = paths.isEmpty()
                ? configured
                : configured.withPath(paths.stream().map(Path::toString).toList());
        Corpus corpus = new CorpusOpener(this).load(sources, Optional.empty(), Optional.empty());
        row("files", "%,d (%,d more are unreadable or empty)", corpus.files(), corpus.skipped());
        row("characters", "%,d", corpus.chars());
        printPart("training", corpus, Part.TRAIN);
        printPart("validation", corpus, Part.VALIDATION);
        printPart("test", corpus, Part.TEST);
        row("vocabulary", "%s", Count.of(corpus.vocabulary().size(), "symbol"));
        List<String> duplicates = corpus.duplicates().entrySet().stream()
                .map(file -> file.getKey() + " is " + file.getValue())
                .toList();
        row("duplicates", "%,d %s", duplicates.size(), TerminalText.line(Spelling.atMost(10, duplicates)));
        return 0;
    }

    private void printPart(String name, Corpus corpus, Part part) {
        long chars = corpus.text(part).length();
        List<String> files =
                corpus.split().of(part).stream().map(Split.Piece::file).toList();
        row(
                name,
                "%s (%.2f %%) in %s%s",
                Count.of(chars, "character"),
                100.0 * chars / corpus.chars(),
                Count.of(files.size(), "file"),
                files.isEmpty() ? "" : ": " + TerminalText.line(Spelling.atMost(3, files)));
    }
}
