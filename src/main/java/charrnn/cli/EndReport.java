package charrnn.cli;

import charrnn.config.Count;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines printed at the end of a training, and those printed when a finished run is resumed. */
final class EndReport {
    private EndReport() {}

    /**
     * The lines at the end of a training.
     *
     * @param stopped whether it was stopped before it reached a limit
     */
    static List<String> lines(Progress end, RunFolder folder, boolean stopped) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s at step %,d after %s: %s",
                stopped ? "stopped" : "done",
                end.step(),
                ProgressDisplay.time(end.trainingSeconds()),
                Count.of(end.chars(), "character")));
        end.scores()
                .bestValidationBpc()
                .ifPresent(best -> lines.add(String.format(
                        Locale.ROOT,
                        "best validation: %.3f bits per character, at step %,d",
                        best,
                        end.scores().bestStep())));
        Path sampled = Files.exists(folder.best()) ? folder.best() : folder.last();
        lines.add("checkpoints: " + folder.path());
        lines.add("to sample:   " + ShellCommand.ofThisProgram("sample", "--checkpoint", sampled, "--length", 500));
        if (stopped) {
            lines.add(continuation(folder, Stream.empty()));
        }
        return lines;
    }

    /** The limits that a finished run has reached, and the command that continues it. */
    static List<String> ofFinished(List<RunLimit> reached, Progress progress, RunFolder folder) {
        String reasons = reached.stream()
                .map(limit -> limit.reason() + " (" + limit.key() + ")")
                .collect(Collectors.joining("; "));
        return List.of(
                String.format(Locale.ROOT, "%s is finished, at step %,d: %s", folder.path(), progress.step(), reasons),
                continuation(
                        folder,
                        reached.stream().flatMap(limit -> Stream.of("--set", limit.key() + "=" + limit.more()))));
    }

    private static String continuation(RunFolder folder, Stream<String> more) {
        Stream<Object> command = Stream.of("train", "--config", folder.config(), "--resume");
        return "to go on:    "
                + ShellCommand.ofThisProgram(Stream.concat(command, more).toArray());
    }
}
