package charrnn.cli;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.ProjectFiles;
import charrnn.corpus.ProjectFiles.ProjectText;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.adapt.ProjectIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code index}: makes or updates the index of a project. */
@Command(
        name = "index",
        description = {
            "Makes an index of a project: a file with an n-gram cache of its sources, which 'sample' and 'serve' load"
                    + " with --index. The same command again reads only new and changed files.",
            "It takes the files whose names the network's corpus.include has, without those that a .gitignore excludes,"
                    + " and follows no links. The index contains the text of the project."
        },
        footer = {
            "  charrnn index ~/src/linux/kernel --out kernel.index",
            "  charrnn index lib include --out project.index --checkpoint checkpoints/mine",
            "  charrnn serve --index kernel.index --port 8012"
        })
final class IndexCommand extends NetworkCommand {
    private static final int MB = 1_000_000;
    private static final int MAX_WARNINGS = 20;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of the project.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The index to make or update.")
    private Path out = Path.of("");

    @Option(
            names = "--rebuild",
            description =
                    "Read all files again. An update keeps the old text of changed and deleted files, and reads all"
                            + " files again only when more than half of the index is outdated or the project has grown"
                            + " much.")
    private boolean rebuild;

    private int warnings;

    @Override
    public Integer call() throws IOException {
        checkOut();
        Path file = checkpoint();
        Checkpoint network = CheckpointReader.read(file, false);
        CorpusConfig names = CorpusOpener.config(file, network).ofOtherText(List.of(), 0);
        List<SourceFile> found = ProjectFiles.find(folders, names, this::warnOfFile);
        String where = "no file in "
                + Count.first(
                        folders.size(), folders.stream().map(Path::toString).toList());
        if (found.isEmpty()) {
            throw new UserError(where + " matches " + names.include() + ", the names in the network's corpus.include");
        }
        ProjectIndex index = rebuild || !Files.exists(out)
                ? new ProjectIndex(network.vocabulary())
                : ProjectIndex.read(out, network.vocabulary());
        boolean changed = index.update(found, reader(network));
        if (warnings > MAX_WARNINGS) {
            warn(Count.of(warnings - MAX_WARNINGS, "more file") + " skipped");
        }
        if (index.chars() == 0) {
            throw new UserError(where + " has text");
        }
        if (changed) {
            index.write(out);
        }
        long outdated = index.outdatedChars();
        say(text(
                "%s %s: %s, %s%s, %,d MB",
                out,
                changed ? "is written" : "is up to date",
                Count.of(index.files(), "file"),
                Count.of(index.chars(), "character"),
                outdated == 0 ? "" : text(" (%,d of them outdated)", outdated),
                (Files.size(out) + MB - 1) / MB));
        return 0;
    }

    /** Refuses to replace a file that is no index, before long work. */
    private void checkOut() {
        if (Files.isDirectory(out) || Files.exists(out) && !ProjectIndex.isIndex(out)) {
            throw new UserError("--out " + out + " exists and is no index: name another file");
        }
        if (!Files.isDirectory(out.toAbsolutePath().resolveSibling(""))) {
            throw new UserError("--out " + out + " is in a folder that does not exist");
        }
    }

    private void warnOfFile(String message) {
        if (++warnings <= MAX_WARNINGS) {
            warn(TerminalText.line(message));
        }
    }

    /** Reads and learns with a network, and shows the progress. */
    private ProjectIndex.Reader reader(Checkpoint network) {
        return new ProjectIndex.Reader() {
            @Override
            public ProjectText read(List<SourceFile> files, Collection<String> known) {
                long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
                try (ProgressDisplay progress = new ProgressDisplay("reading", "MB", err())) {
                    return ProjectFiles.read(
                            files,
                            known,
                            network.vocabulary(),
                            done -> progress.at(done / MB, bytes / MB),
                            IndexCommand.this::warnOfFile);
                }
            }

            @Override
            public void learn(ContextMixer cache, EncodedText text) {
                ContextOptions.mixed(cache, text, ContextOptions.predictor(network), IndexCommand.this);
            }
        };
    }
}
