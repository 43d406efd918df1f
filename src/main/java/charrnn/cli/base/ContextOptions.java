package charrnn.cli.base;

import charrnn.config.CorpusConfig;
import charrnn.corpus.EncodedText;
import charrnn.corpus.ProjectFiles;
import charrnn.corpus.SourceFile;
import charrnn.match.MatchMemory;
import charrnn.message.Count;
import charrnn.message.Spelling;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files in which a network finds matches: an option of {@code sample}, {@code serve}, {@code lsp} and {@code score}. */
public final class ContextOptions {
    @Option(
            names = "--context",
            paramLabel = "PATH",
            description =
                    "File or folder of a project, whose names the network can copy; repeatable. Of a folder, the files"
                            + " that the run's corpus.include and corpus.exclude select, except in hidden folders and"
                            + " those called build, out, target or node_modules."
                            + " serve uses it for /infill only, lsp in place of the editor's folders.")
    private List<Path> context = List.of();

    private @Nullable CorpusConfig selection; // of the files that were found last
    private List<SourceFile> found = List.of();
    private final Map<String, Integer> leftOut = new TreeMap<>(); // numbers of other files, by extension

    public boolean isGiven() {
        return !context.isEmpty();
    }

    /** Makes these folders the context if none is given. */
    public void useByDefault(List<Path> folders) {
        context = isGiven() ? context : folders;
    }

    /** Finds the files of the context, which a network uses; a {@link UserError} says that it cannot. */
    public List<SourceFile> files(LoadedCheckpoint network, CliCommand command) {
        context.forEach(path -> CliCommand.requireExisting("--context", path));
        CorpusConfig corpus = network.corpus();
        if (!network.readsMatches()) {
            throw new UserError("--context has no effect on " + network.file()
                    + ": its network reads no matches (model.match is 0)");
        }
        selection = corpus.ofOtherText(List.of(), 0);
        leftOut.clear();
        found = ProjectFiles.find(context, selection, leftOut, message -> command.warn(TerminalText.line(message)));
        return found;
    }

    /** Finds and reads the files of the context, which must be given, and prints their numbers. */
    public MatchMemory memory(LoadedCheckpoint network, CliCommand command) {
        List<SourceFile> files = files(network, command);
        EncodedText text = read(files, network, command);
        String chars = text.length() < 1e6
                ? Count.of(text.length(), "character")
                : CliCommand.text("%.1f M characters", text.length() / 1e6);
        command.say("context: " + Count.of(files.size(), "file") + ", " + chars + leftOut());
        return MatchMemory.of(text);
    }

    /** Whether files were added, removed or changed since they were found last. */
    public boolean hasChanged() {
        try {
            return selection != null
                    && !ProjectFiles.find(context, selection, new HashMap<>(), message -> {})
                            .equals(found);
        } catch (UserError e) {
            return false; // the folder is gone: what was read stays
        }
    }

    /** Reads files of the context. */
    public EncodedText read(List<SourceFile> files, LoadedCheckpoint network, CliCommand command) {
        EncodedText text;
        try (ProgressDisplay progress = new ProgressDisplay("reading the context", "MB", command.err())) {
            text = ProjectFiles.read(files, network.vocabulary(), new CorpusOpener(command).listener(progress));
        }
        if (text.length() == 0) {
            throw new UserError("--context "
                    + context.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + " has no characters in files that the run's corpus.include selects"
                    + (selection == null ? "" : ": " + String.join(", ", selection.include())) + leftOut());
        }
        return text;
    }

    private String leftOut() {
        List<String> counts = leftOut.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(files -> files.getValue() + " " + files.getKey())
                .toList();
        return counts.isEmpty() ? "" : "; left out: " + Spelling.atMost(3, counts);
    }
}
