package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.TrainingStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats the lines that {@code train} prints at the start and at the end of a training, and for a finished run. */
final class RunSummary {
    private RunSummary() {}

    /** The lines at the start: network, parameters, corpus, device and limits. */
    static List<String> ofStart(Config config, Corpus corpus, TrainingStart start) {
        StreamingNetwork network = start.network();
        return List.of(
                "network:     " + network.shape() + ", " + network.engine(),
                "parameters:  " + String.format(Locale.ROOT, "%,d", network.numParams()),
                "corpus:      " + corpus.summary(),
                "device:      " + start.progress().origin().cpu() + ", "
                        + (LstmInstaller.multipliesBfloat16(network) ? "products in bfloat16" : "float32")
                        + "; native library "
                        + NativeLibrary.describe(),
                "limits:      " + limits(config.training()) + used(start.progress()));
    }

    private static String limits(TrainingConfig training) {
        return String.join(
                ", ",
                training.epochs() == 0 ? "no epoch limit" : Count.of(training.epochs(), "epoch"),
                training.maxMinutes() == 0 ? "no time limit" : Count.of(training.maxMinutes(), "minute"),
                training.patience() == 0
                        ? "no early stopping"
                        : "early stopping after " + Count.of(training.patience(), "validation")
                                + " without a new best");
    }

    private static String used(Progress progress) {
        return progress.step() == 0
                ? ""
                : "; used so far: " + Count.of(progress.epoch(), "epoch") + ", "
                        + ProgressDisplay.time(progress.trainingSeconds());
    }

    /** @param stopped whether the training ended before a limit was reached */
    static List<String> ofEnd(Progress end, RunFolder folder, boolean stopped) {
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
        lines.add("to sample:   " + ShellLine.ofThisProgram("sample", "--checkpoint", sampled, "--length", 500));
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
                + ShellLine.ofThisProgram(Stream.concat(command, more).toArray());
    }
}
