package charrnn.tools.statistics;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.FileFinder;
import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Vocabulary;
import charrnn.files.StrictJson;
import charrnn.message.Count;
import charrnn.message.TerminalText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code corpus}: prints the statistics of a corpus. */
@Command(
        name = "corpus",
        description = {
            "Prints statistics of a corpus: files, characters, split, vocabulary, entropies, duplicates.",
            "It is split as 'train' would split it: docs/guide/large-corpora.md."
        },
        footer = {
            "  charrnn corpus --config linux.yaml",
            "  charrnn corpus ~/src/linux",
            "  charrnn corpus ~/src/linux --set \"corpus.include=**/*.rs\" --json"
        })
public final class CorpusCommand extends CliCommand {
    private static final int MAX_SYMBOLS = 20;
    private static final int MAX_DUPLICATES = 10;
    private static final int MAX_FILES_OF_A_PART = 3;

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

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        Config effective = config == null
                ? ConfigLoader.parse("", "the default configuration", overrides)
                : ConfigLoader.load(new FileFinder().config(config), overrides);
        CorpusConfig sources = paths.isEmpty()
                ? effective.corpus()
                : effective.corpus().withPath(paths.stream().map(Path::toString).toList());
        Corpus corpus = new CorpusOpener(this).load(sources, Optional.empty(), Optional.empty());
        CorpusStatistics statistics = CorpusStatistics.of(corpus);
        if (json) {
            print(json(corpus, statistics));
        } else {
            print(corpus, statistics);
        }
        return 0;
    }

    private void print(Corpus corpus, CorpusStatistics statistics) {
        String duplicates = Count.of(corpus.duplicates().size(), "duplicate");
        row("files", "%,d (left out: %s, %,d unreadable or empty)", corpus.files(), duplicates, corpus.skipped());
        String lines = Count.of(statistics.lines(), "line");
        row("characters", "%,d in %s", corpus.chars(), lines);
        printPart("training", corpus, Part.TRAIN);
        printPart("validation", corpus, Part.VALIDATION);
        printPart("test", corpus, Part.TEST);
        printSymbols(statistics.symbols(), corpus.chars());
        row(
                "entropy",
                "bits per character, given the 0, 1, 2 … characters before it: %s (on %s)",
                statistics.entropies().stream().map(bits -> text("%.3f", bits)).collect(Collectors.joining(", ")),
                Count.of(statistics.sampled(), "character"));
        printDuplicates(corpus.duplicates());
    }

    private void printPart(String name, Corpus corpus, Part part) {
        long chars = corpus.text(part).length();
        if (chars == 0) {
            row(name, "none: corpus.%sShare is 0, or the text is too short to be divided", name);
            return;
        }
        List<String> files =
                corpus.split().of(part).stream().map(Split.Piece::file).toList();
        row(
                name,
                "%s (%.2f %%) in %s%s",
                Count.of(chars, "character"),
                100.0 * chars / corpus.chars(),
                Count.of(files.size(), "file"),
                files.size() > MAX_FILES_OF_A_PART ? "" : ": " + TerminalText.line(String.join(", ", files)));
    }

    private void printSymbols(List<CorpusStatistics.Symbol> symbols, long chars) {
        long rare = symbols.stream().filter(symbol -> symbol.count() < 100).count();
        String all = Count.of(symbols.size(), "symbol");
        row("vocabulary", "%s, %,d of them fewer than 100 times; the most frequent:", all, rare);
        symbols.stream().limit(MAX_SYMBOLS).forEach(symbol -> {
            double percent = 100.0 * symbol.count() / chars;
            row("", "%,15d  %5.2f %%  %s", symbol.count(), percent, Vocabulary.nameOf(symbol.codePoint()));
        });
    }

    private void printDuplicates(Map<String, String> all) {
        String name = "duplicates";
        for (Map.Entry<String, String> file :
                all.entrySet().stream().limit(MAX_DUPLICATES).toList()) {
            row(name, "%s", TerminalText.line(file.getKey() + " is " + file.getValue()));
            name = "";
        }
        if (all.size() > MAX_DUPLICATES) {
            row("", "and %,d more (--json lists all)", all.size() - MAX_DUPLICATES);
        }
    }

    /** The statistics as JSON, with complete lists. */
    private static ObjectNode json(Corpus corpus, CorpusStatistics statistics) {
        ObjectNode document = StrictJson.object()
                .put("files", corpus.files())
                .put("chars", corpus.chars())
                .put("lines", statistics.lines())
                .put("skipped", corpus.skipped());
        ObjectNode parts = document.putObject("parts");
        for (Part part : Part.values()) {
            parts.putObject(part.toString())
                    .put("files", corpus.split().of(part).size())
                    .put("chars", corpus.text(part).length());
        }
        document.putArray("vocabulary");
        statistics.symbols().forEach(symbol -> document.withArray("vocabulary")
                .addObject()
                .put("symbol", Character.toString(symbol.codePoint()))
                .put("count", symbol.count()));
        ObjectNode entropy = document.putObject("entropy").put("chars", statistics.sampled());
        statistics.entropies().forEach(entropy.withArray("bits")::add);
        document.set("duplicates", StrictJson.MAPPER.valueToTree(corpus.duplicates()));
        return document;
    }
}
