package charrnn.lab;

import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.match.MatchMemory;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Measures the completions of a {@link Completer}, beside those of an n-gram model at the same places. */
final class CompletionMeasurement {
    private static final int MAX_CHARS = 500; // of a completion

    private CompletionMeasurement() {}

    /**
     * Measures completions in a fifth of some files, with the others as the project, or in the test files of the run.
     *
     * @param files null for the run's
     * @param count maximum number of places
     */
    static Report run(NetworkCommand command, @Nullable Path files, int count, double minConfidence, long seed) {
        Path path = command.checkpoint();
        LoadedCheckpoint read = LoadedCheckpoint.read(path);
        Corpus corpus = HeldOut.corpus(read, files, command);
        String source = files == null ? "the run" : "--files " + files;
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
        LanguageModel network = read.modelOnOneThread();
        network.useMemory(() -> MatchMemory.of(project));
        List<LineCompleter> completers = List.of(completer(network), NGrams.completer(project, read.vocabulary()));
        try (ProgressDisplay progress = new ProgressDisplay("completing", "places", command.err())) {
            List<CompletionResult> results = CompletionResult.of(completers, minConfidence, drawn, progress::at);
            return report(results.get(0), results.get(1), seed);
        }
    }

    /** @param network has no streams */
    static LineCompleter completer(LanguageModel network) {
        Completer completer = new Completer(network);
        return new LineCompleter("charrnn", place -> {
            completer.forget();
            return typed -> completer
                    .complete(firstLine(place.before() + typed, place.after()), () -> false)
                    .suggestion();
        });
    }

    /** A request for the likeliest rest of a line. */
    private static Request firstLine(String prefix, String suffix) {
        int indentation = 0;
        long millis = 0; // for further lines
        int alternative = 0;
        double minConfidence = 0;
        return new Request(
                prefix, suffix, List.of(), MAX_CHARS, List.of(), indentation, millis, alternative, minConfidence);
    }

    /**
     * Reports two results at the same places, and their difference.
     *
     * @param seed of the intervals
     */
    static Report report(CompletionResult first, CompletionResult second, long seed) {
        return new Report(
                        first.places().size() + " places",
                        List.of(first.column(seed), second.column(seed), first.minus(second, seed)),
                        List.of())
                .measures();
    }
}
