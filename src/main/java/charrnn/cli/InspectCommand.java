package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.NativeLibrary;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointReader.UpdaterState;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code inspect}: describes a checkpoint. */
@Command(
        name = "inspect",
        description = "Shows what a checkpoint holds: network, vocabulary, history, configuration.",
        footer = {"  charrnn inspect checkpoints/lstm", "  charrnn inspect checkpoints/lstm/last.zip"})
final class InspectCommand extends CliCommand {
    @Parameters(paramLabel = "PATH", description = "The checkpoint, or a run's folder for its best.zip.")
    private Path named = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path file = RunLocator.checkpoint(named);
        CheckpointReader.Summary summary = CheckpointReader.summary(file);
        Checkpoint checkpoint = CheckpointReader.read(file, summary.resumable());
        StreamingNetwork network = Networks.resume(checkpoint.network());
        Progress progress = checkpoint.progress();
        row("file", String.format(Locale.ROOT, "%s, %,d bytes", file, Files.size(file)));
        row("network", network.shape() + ", " + Count.of(network.numParams(), "parameter") + ", " + network.engine());
        row("updater state", describe(summary.updaterState()));
        row("native library", NativeLibrary.describe());
        row("vocabulary", vocabulary(checkpoint.vocabulary()));
        String trained = String.join(
                ", ",
                Count.of(progress.step(), "step"),
                Count.of(progress.epoch(), "epoch"),
                Count.of(progress.chars(), "character"),
                ProgressDisplay.time(progress.trainingSeconds()));
        row("trained", trained);
        Progress.Scores scores = progress.scores();
        row("training loss", bits(scores.lastTrainBpc()));
        row("validation loss", bits(scores.lastValidationBpc()));
        String step = String.format(Locale.ROOT, ", at step %,d", scores.bestStep());
        row(
                "best validation",
                bits(scores.bestValidationBpc()) + (scores.bestValidationBpc().isPresent() ? step : ""));
        row("recurrent state", checkpoint.state().isEmpty() ? "absent" : "present");
        Progress.Origin origin = progress.origin();
        row(
                "made by",
                "charrnn " + origin.version() + " (" + origin.gitCommit() + "), " + origin.engine() + " LSTM, "
                        + Count.of(origin.threads(), "thread") + ", " + origin.cpu());
        row("configuration", "");
        out().println(checkpoint.configYaml().indent(2).stripTrailing());
        return 0;
    }

    private static String describe(UpdaterState state) {
        return switch (state) {
            case PRESENT -> "present: can be resumed";
            case NOT_NEEDED -> "the optimizer has none: can be resumed";
            case ABSENT -> "absent: cannot be resumed, but sampled, evaluated and started from (train --init-from)";
        };
    }

    private static String vocabulary(Vocabulary vocabulary) {
        return Count.of(vocabulary.size(), "symbol") + ", the unknown one and "
                + vocabulary.characters().stream()
                        .map(InspectCommand::printable)
                        .collect(Collectors.joining());
    }

    private static String printable(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> TerminalText.visible(codePoint);
        };
    }

    private static String bits(OptionalDouble bpc) {
        return bpc.isPresent()
                ? String.format(Locale.ROOT, "%.4f bits per character", bpc.getAsDouble())
                : "not measured";
    }

    private void row(String name, String value) {
        out().println(String.format(Locale.ROOT, "%-16s %s", name, value).stripTrailing());
    }
}
