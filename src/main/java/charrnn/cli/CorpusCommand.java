package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.FileFinder;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
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
        description = "Reads and splits a corpus as 'train' does, and prints its files, characters, symbols and parts.",
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
        print("%s", corpus.summary());
        return 0;
    }
}
