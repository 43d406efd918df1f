package charrnn.cli;

import charrnn.cli.base.BuildInfo;
import charrnn.cli.base.CliCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.cli.base.RunLocator;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.NativeLibrary;
import charrnn.message.Count;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    @Parameters(paramLabel = "PATH", description = "A checkpoint; a run's folder stands for its best.zip.")
    private Path named = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path file = RunLocator.checkpoint(named);
        CheckpointReader.Summary summary = CheckpointReader.summary(file);
        Checkpoint checkpoint = CheckpointReader.read(file, summary.resumable());
        StreamingNetwork network = Networks.resume(checkpoint.network());
        Progress progress = checkpoint.progress();
        Progress.Losses losses = progress.losses();
        row("file", "%s, %,d bytes", file, Files.size(file));
        String gates = checkpoint.hasCoupledGates() ? ", coupled gates" : "";
        row("network", "%s, %s%s", network.shape(), Count.of(network.numParams(), "parameter"), gates);
        row("resumable", "%s", summary.resumable() ? "yes" : "no: it " + summary.obstacle());
        row("native library", "%s", NativeLibrary.describe());
        row("vocabulary", "%s", vocabulary(checkpoint.vocabulary()));
        row(
                "trained",
                "%s, %s, %s, %s",
                Count.of(progress.step(), "step"),
                Count.of(progress.epoch(), "epoch"),
                Count.of(progress.position().chars(), "character"),
                ProgressDisplay.time(progress.trainingSeconds()));
        row("training loss", "%s", bits(losses.lastTrainBpc()));
        row("validation loss", "%s", bits(losses.lastValidationBpc()));
        OptionalDouble best = losses.bestValidationBpc();
        String step = best.isPresent() ? text(", at step %,d", losses.bestStep()) : "";
        row("best validation", "%s%s", bits(best), step);
        row("made by", "%s", BuildInfo.describe(progress.origin()));
        row("configuration", "");
        out().println(checkpoint.configYaml().indent(2).stripTrailing());
        return 0;
    }

    private static String vocabulary(Vocabulary vocabulary) {
        return Count.of(vocabulary.size(), "symbol") + ", the unknown one and "
                + vocabulary.characters().stream().map(Vocabulary::escaped).collect(Collectors.joining());
    }

    private static String bits(OptionalDouble bpc) {
        return bpc.isPresent() ? text("%.4f bits per character", bpc.getAsDouble()) : "not measured";
    }
}
