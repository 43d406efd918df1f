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
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                            + " With serve for /infill only, with lsp in place of the editor's folders.")
    private List<Path> context = List.of();

    private @Nullable CorpusConfig selection; // of the memory that was read last
    private List<SourceFile> known = List.of(); // its files
    private final Map<String, Integer> leftOut = new HashMap<>(); // numbers of other files, by extension
    private final Set<String> warned = new HashSet<>(); // the warnings that were given
    private String summary = "";

    public boolean isGiven() {
        return !context.isEmpty();
    }

    /** Makes these folders the context if none is given. */
    public void useByDefault(List<Path> folders) {
        context = isGiven() ? context : folders;
    }

    /** Finds the files of the context. */
    public List<SourceFile> files(Path file, Checkpoint checkpoint, CliCommand command) {
        context.forEach(path -> CliCommand.requireExisting("--context", path));
        selection = CorpusOpener.config(file, checkpoint).ofOtherText(List.of(), 0);
        leftOut.clear();
        return ProjectFiles.find(context, selection, leftOut, message -> {
            if (warned.add(message)) {
                command.warn(TerminalText.line(message));
            }
        });
    }

    /** Says what was read last: the numbers of files and of characters, and the commonest of the files that were left out. */
    public String summary() {
        return summary;
    }

    private String leftOut() {
        List<String> counts = leftOut.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(files -> files.getValue() + " " + files.getKey())
                .toList();
        return counts.isEmpty() ? "" : "; left out: " + Spelling.atMost(3, counts);
    }

    /**
     * Finds and reads the files of the context, which must be given.
     *
     * @throws UserError if the network cannot use a context
     */
    public MatchMemory memory(Path file, Checkpoint checkpoint, CliCommand command) {
        known = files(file, checkpoint, command); // if they cannot be used, they are tried again when they have changed
        requireMatches(file, checkpoint);
        return MatchMemory.of(read(known, checkpoint, command));
    }

    /** Whether files were added, removed or changed since {@link #memory} has read them. */
    public boolean hasChanged() {
        try {
            return selection != null
                    && !ProjectFiles.find(context, selection, new HashMap<>(), message -> {})
                            .equals(known);
        } catch (UserError e) {
            return false; // the folder is gone: what was read stays
        }
    }

    /** Reads files of the context. */
    public EncodedText read(List<SourceFile> files, Checkpoint checkpoint, CliCommand command) {
        EncodedText text;
        try (ProgressDisplay progress = new ProgressDisplay("reading the context", "MB", command.err())) {
            text = ProjectFiles.read(files, checkpoint.vocabulary(), new CorpusOpener(command).listener(progress));
        }
        if (text.length() == 0) {
            throw new UserError("--context "
                    + context.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + " has no characters in files that the run's corpus.include selects"
                    + (selection == null ? "" : ": " + String.join(", ", selection.include())) + leftOut());
        }
        String chars = text.length() < 1e6
                ? Count.of(text.length(), "character")
                : CliCommand.text("%.1f M characters", text.length() / 1e6);
        summary = "context: " + Count.of(files.size(), "file") + ", " + chars + leftOut();
        return text;
    }

    /** @throws UserError if the network cannot use a context */
    public static void requireMatches(Path file, Checkpoint checkpoint) {
        if (Networks.encoding(checkpoint.network()).matches() == 0) {
            throw new UserError(
                    "--context has no effect on " + file + ": its network reads no matches (model.match is 0)");
        }
    }
}
