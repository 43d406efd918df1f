package charrnn.cli;

import charrnn.command.BuildInfo;
import charrnn.command.CliCommand;
import charrnn.command.CorpusOpener;
import charrnn.command.ProgressDisplay;
import charrnn.command.RunLocator;
import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Corpus;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.NativeLibrary;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.train.ResumePlan;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code inspect}: describes a checkpoint, or what {@code --resume} would do with a run. */
@Command(
        name = "inspect",
        description = {
            "Shows what a checkpoint holds: network, vocabulary, history, configuration.",
            "Of a run's folder, shows what 'train --resume' would do with it, or why the run cannot be resumed; the"
                    + " exit code is then 1. Changes nothing."
        },
        footer = {"  charrnn inspect checkpoints/lstm", "  charrnn inspect checkpoints/lstm/best.zip"})
final class InspectCommand extends CliCommand {
    @Parameters(
            paramLabel = "PATH",
            description = "A checkpoint, or a run's folder; a folder with a best.zip alone stands for that file.")
    private Path named = Path.of("");

    @Override
    public Integer call() throws IOException {
        RunFolder run = new RunFolder(RunLocator.named(named));
        boolean isRun = Stream.of(run.last(), run.history(), run.config()).anyMatch(Files::exists);
        return isRun ? inspect(run) : inspect(RunLocator.checkpoint(named));
    }

    private int inspect(RunFolder run) throws IOException {
        row("run", "%s", run.path());
        try {
            showResume(run);
            return 0;
        } catch (UserError e) {
            e.messages().forEach(message -> row("not resumable", "%s", message));
            return Failures.FAILED;
        }
    }

    /** @throws UserError if the run cannot be resumed */
    private void showResume(RunFolder run) throws IOException {
        if (run.isLocked()) {
            throw run.inUse();
        }
        Config config = TrainCommand.checked(ConfigLoader.load(run.config(), List.of()));
        if (!Files.exists(run.last())) {
            TrainingRun.checkNew(config, run);
            row("resume", "starts from the beginning: there is no last.zip");
            return;
        }
        ResumePlan plan = ResumePlan.of(run, config);
        Corpus corpus = new CorpusOpener(this)
                .loadRecorded(run, config.corpus(), plan.last().vocabulary());
        plan.checkPosition(StreamPlan.of(config, corpus));
        Progress progress = plan.last().progress();
        String place = text("last.zip, step %,d, epoch %d", progress.step(), progress.epoch());
        List<RunLimit> reached = RunLimit.reached(config.training(), progress);
        row(
                "resume",
                "%s",
                reached.isEmpty()
                        ? "goes on from " + place
                        : "has nothing left to do after " + place + ": " + RunLimit.describe(reached));
        String newer = Count.of(plan.newerLines(), "line") + " newer than last.zip to be removed";
        row(
                "history",
                "%s%s%s",
                Count.of(plan.keptLines(), "line"),
                plan.newerLines() == 0 ? "" : ", " + newer,
                plan.loss().map(loss -> "; " + loss).orElse(""));
        row("corpus", "%s, unchanged", Count.of(corpus.files(), "file"));
        plan.obsolete().forEach(file -> row("to be removed", "%s", file.getFileName()));
    }

    private int inspect(Path file) throws IOException {
        CheckpointReader.Summary summary = CheckpointReader.summary(file);
        Checkpoint checkpoint = CheckpointReader.read(file, summary.resumable());
        StreamingNetwork network = Networks.resume(checkpoint.network());
        Progress progress = checkpoint.progress();
        Progress.Losses losses = progress.losses();
        row("file", "%s, %,d bytes", file, Files.size(file));
        row("network", "%s, %s, %s", network.shape(), Count.of(network.numParams(), "parameter"), network.engine());
        row("optimizer state", "%s", optimizerState(summary));
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
        row("recurrent state", "%s", checkpoint.state().isEmpty() ? "absent" : "present");
        row("made by", "%s", BuildInfo.describe(progress.origin()));
        row("configuration", "");
        out().println(checkpoint.configYaml().indent(2).stripTrailing());
        return 0;
    }

    private static String optimizerState(CheckpointReader.Summary summary) {
        if (!summary.resumable()) {
            return "absent: cannot be resumed, but sampled, evaluated and started from (train --init-from)";
        }
        return summary.hasUpdaterState() ? "present: can be resumed" : "the optimizer has none: can be resumed";
    }

    private static String vocabulary(Vocabulary vocabulary) {
        return Count.of(vocabulary.size(), "symbol") + ", the unknown one and "
                + vocabulary.characters().stream().map(CharacterName::escaped).collect(Collectors.joining());
    }

    private static String bits(OptionalDouble bpc) {
        return bpc.isPresent() ? text("%.4f bits per character", bpc.getAsDouble()) : "not measured";
    }
}
