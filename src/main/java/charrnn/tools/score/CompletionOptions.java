package charrnn.tools.score;

import charrnn.command.CliCommand;
import charrnn.command.CorpusOpener;
import charrnn.command.ProgressDisplay;
import charrnn.command.StopSignal;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code score} that measure completions with the tool {@code complete}. */
final class CompletionOptions {
    /** Fraction of the given files in which places are drawn; the others are the project. */
    static final double HELD_OUT = 0.2;

    @Option(
            names = "--completion",
            description =
                    "Measure completions instead of samples: lines completed exactly, and keys saved, in the run's test"
                            + " files, or in a fifth of --files. Ctrl-C prints the results so far.")
    boolean wanted;

    @Option(names = "--places", paramLabel = "N", description = "Places. Default: 1000, with --compile 30.")
    private @Nullable Integer places;

    /** The number of places. */
    int places(int byDefault) {
        int given = places == null ? byDefault : places;
        if (given < 1) {
            throw new UserError("--places is " + given + ", but must be 1 or more");
        }
        return given;
    }

    /**
     * Measures completions in the files of {@code --files}, or in the run's files if it is null. Ctrl-C ends the measurement.
     *
     * @param printer prints the report, also that of the places before Ctrl-C
     */
    void measure(Path path, @Nullable Path files, long seed, CliCommand command, Consumer<CompletionReport> printer) {
        int count = places(1000);
        Checkpoint read = CheckpointReader.read(path, false);
        warnWithoutMatches(path, read, command);
        Corpus corpus = corpus(path, read, files, new CorpusOpener(command));
        EncodedText project = corpus.train();
        List<String> heldOut = corpus.texts(Part.TEST);
        if (heldOut.stream()
                .flatMap(String::lines)
                .noneMatch(line -> line.stripTrailing().length() > 1)) {
            throw new UserError((files == null ? "the run's test part" : "--files " + files)
                    + " has no held-out file with a line to complete");
        }
        if (project.length() == 0) {
            throw new UserError((files == null ? "the run's training part" : "--files " + files)
                    + " has no file left for the project: a fifth of the files is completed, the others are"
                    + " the project");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", path.toString());
        facts.put("files", files == null ? "the run's test files" : files.toString());
        facts.put("heldOutFiles", heldOut.size());
        facts.put("projectChars", project.length());
        facts.put("seed", seed);
        try (StopSignal stop = new StopSignal(command::say, "the results so far are printed first");
                ProgressDisplay progress = new ProgressDisplay("completing", "places", command.err())) {
            CompletionReport report = CompletionReport.measure(
                    facts,
                    LanguageModel.onOneThread(read.network(), read.vocabulary()),
                    project,
                    heldOut,
                    count,
                    seed,
                    stop::isRequested,
                    progress::at);
            progress.close();
            printer.accept(report);
        }
    }

    static void warnWithoutMatches(Path path, Checkpoint read, CliCommand command) {
        if (Networks.encoding(read.network()).matches() == 0) {
            command.warn(path + " reads no matches (model.match is 0), so it does not see the project");
        }
    }

    private static Corpus corpus(Path path, Checkpoint read, @Nullable Path files, CorpusOpener opener) {
        if (files == null) {
            return opener.ofRun(path, read);
        }
        if (!Files.exists(files)) {
            throw new UserError("--files " + files + ": there is no such file or folder");
        }
        return opener.ofOtherText(path, read, files, HELD_OUT);
    }
}
