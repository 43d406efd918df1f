package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.tools.statistics.CorpusStatistics;
import charrnn.tools.statistics.NearDuplicates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code corpus}: prints the statistics of a corpus. */
@Command(
        name = "corpus",
        description = {
            "Tells what a corpus is like: files, characters, vocabulary, duplicates, longest lines, split, entropies.",
            "It is split as 'train' would split it. docs/corpora.md explains every figure."
        },
        footer = {
            "  charrnn corpus --config linux.yaml",
            "  charrnn corpus ~/src/linux --near-duplicates",
            "  charrnn corpus linux-6.12.tar.xz --set 'corpus.include=\"**/*.rs\"' --json"
        })
final class CorpusCommand extends CliCommand {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Folders, files and archives, instead of the configuration's corpus.path.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration; a name that is no file here is looked for in config/. Default: none, so that"
                            + " every key has its default.")
    private @Nullable String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Give a key of the configuration another value, as often as you like.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--near-duplicates", description = "Look for files that are nearly copies of others too.")
    private boolean nearDuplicates;

    @Option(
            names = "--similarity",
            paramLabel = "S",
            description =
                    "From which similarity on two files are near copies, 0.5 to 1: shared runs of seven tokens over"
                            + " all of both. Default: 0.8.")
    private @Nullable Double similarity;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        double least = similarity();
        Config effective = config == null
                ? ConfigLoader.parse("", "the default configuration", overrides)
                : ConfigLoader.load(new FileFinder().config(config), overrides);
        Corpus corpus =
                LoadProgress.load(this::warn, err(), listener -> Corpus.load(configured(effective.corpus()), listener));
        CorpusReport report = new CorpusReport(
                corpus,
                CorpusStatistics.of(corpus),
                nearDuplicates ? Optional.of(NearDuplicates.of(corpus, least)) : Optional.empty(),
                least);
        out().println(json ? report.json().toPrettyString() : String.join(System.lineSeparator(), report.lines()));
        return 0;
    }

    private CorpusConfig configured(CorpusConfig corpus) {
        return new FileFinder()
                .found(
                        paths.isEmpty()
                                ? corpus
                                : corpus.withPath(
                                        paths.stream().map(Path::toString).toList()));
    }

    private double similarity() {
        if (similarity == null) {
            return 0.8;
        }
        if (!nearDuplicates) {
            throw new UserError("--similarity goes with --near-duplicates, which is not there");
        }
        if (!(similarity >= 0.5 && similarity <= 1)) {
            throw new UserError("--similarity is " + similarity + ", but must be from 0.5 to 1");
        }
        return similarity;
    }
}
