package charrnn.lab;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.cli.base.StopSignal;
import charrnn.config.Key.Bounds;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.match.MatchMemory;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code score} that measure completions with the tool {@code complete}. */
final class CompletionOptions {
    /** Fraction of the given files in which places are drawn; the others are the project. */
    private static final double HELD_OUT = 0.2;

    private static final List<Double> CONFIDENCES = List.of(0.0, 0.3, 0.7, 0.9);

    @Option(
            names = "--completion",
            description =
                    "Measure completions instead of samples: lines completed exactly, and keys saved, in the run's test"
                            + " files, or in a fifth of --files. Ctrl-C prints the results so far.")
    boolean wanted;

    @Option(names = "--places", paramLabel = "N", description = "Places. Default: 1000, with --compile 30.")
    @Bounds(min = 1)
    private @Nullable Integer places;

    @Option(
            names = "--min-confidence",
            paramLabel = "P",
            defaultValue = "" + Completer.MIN_CONFIDENCE,
            description = "Show completions up to the last word at which they are right with this probability, or whole"
                    + " lines with half of it. 0: everything. Default: ${DEFAULT-VALUE}.")
    @Bounds(min = 0, max = 1)
    private double minConfidence;

    /** The number of places. */
    int places(int byDefault) {
        return places == null ? byDefault : places;
    }

    /**
     * Measures completions in the files of {@code --files}, or in the run's files if it is null. Ctrl-C ends the measurement.
     *
     * @param printer prints the report, also that of the places before Ctrl-C
     */
    void measure(@Nullable Path files, long seed, NetworkCommand command, Consumer<Report> printer) {
        Path path = command.checkpoint();
        int count = places(1000);
        LoadedCheckpoint read = LoadedCheckpoint.read(path);
        String source = files == null ? "the run" : "--files " + files;
        Corpus corpus = corpus(read, files, command);
        EncodedText project = corpus.train();
        List<String> heldOut = corpus.texts(Part.TEST);
        List<CursorPlace> drawn = CursorPlace.draw(heldOut, count, new SplittableRandom(seed));
        if (drawn.isEmpty()) {
            throw new UserError(source + " has no held-out file with a line to complete");
        }
        if (project.length() == 0) {
            throw new UserError(source + " has no file left for the project: a fifth of the files is completed, the"
                    + " others are the project");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", path.toString());
        facts.put("files", files == null ? "the run's test files" : files.toString());
        facts.put("heldOutFiles", heldOut.size());
        facts.put("projectChars", project.length());
        facts.put("seed", seed);
        facts.put("minConfidence", minConfidence);
        LanguageModel network = read.modelOnOneThread();
        network.useMemory(() -> MatchMemory.of(project));
        try (StopSignal stop = new StopSignal(command::say, "the results so far are printed first");
                ProgressDisplay progress = new ProgressDisplay("completing", "places", command.err())) {
            List<LineCompleter> completers = List.of(
                    CompletionReport.completer(network),
                    NGrams.completer(project, read.vocabulary()),
                    FrequentName.completer(project, read.vocabulary()));
            List<List<CompletionResult>> results = CompletionResult.of(
                    completers,
                    Stream.concat(Stream.of(minConfidence), CONFIDENCES.stream())
                            .toList(),
                    drawn,
                    stop::isRequested,
                    progress::at);
            progress.close();
            printer.accept(CompletionReport.of(facts, results, seed));
        }
    }

    /**
     * Loads the files of an option, of which a fifth is held out, or those of the run if they are null; warns if the network does
     * not see the others.
     */
    static Corpus corpus(LoadedCheckpoint read, @Nullable Path files, CliCommand command) {
        if (!read.readsMatches()) {
            command.warn(read.file() + " reads no matches (model.match is 0), so it does not see the project");
        }
        CorpusOpener opener = new CorpusOpener(command);
        return files == null ? opener.ofRun(read) : opener.ofOtherText(read, files, HELD_OUT);
    }
}
