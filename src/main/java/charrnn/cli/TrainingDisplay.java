package charrnn.cli;

import static charrnn.cli.base.CliCommand.text;

import charrnn.cli.base.ProgressDisplay;
import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import charrnn.message.Count;
import charrnn.message.Reason;
import charrnn.message.UserError;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.train.History;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.RunListener;
import charrnn.train.Session;
import charrnn.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Shows a training in a terminal: summaries of its start and end, its progress as a bar, and its events as lines of text. */
final class TrainingDisplay implements RunListener {
    private final TrainCommand command;
    private final RunFolder folder;
    private final ProgressDisplay progress;
    private boolean isReported;

    TrainingDisplay(TrainCommand command, RunFolder folder) {
        this.command = command;
        this.folder = folder;
        progress = new ProgressDisplay("", "", command.err());
    }

    /** Describes a training that begins. */
    void sayStart(Session session) {
        Config config = session.config();
        Corpus corpus = session.corpus();
        StreamingNetwork network = session.network();
        command.say("network:", network.shape() + ", " + network.engine());
        command.say("parameters:", text("%,d", network.numParams()));
        command.say("corpus:", corpus.summary());
        long validated = Validation.text(config, corpus).length();
        if (validated < corpus.validation().length()) {
            command.say(
                    "validation:",
                    "the first " + Count.of(validated, "character") + " of "
                            + text("%,d", corpus.validation().length()) + ", to save time");
        }
        command.say(
                "device:",
                session.start().origin().cpu() + ", "
                        + (LstmInstaller.multipliesBfloat16(network) ? "products in bfloat16" : "float32")
                        + "; native library " + NativeLibrary.describe());
        if (!command.ui(config).enabled()) {
            command.say("training UI:", "off");
        }
    }

    /**
     * Describes a training that has ended, and writes the report.
     *
     * @param stopped whether it ended before a limit was reached
     */
    void sayEnd(Progress end, boolean stopped) {
        String time = ProgressDisplay.time(end.trainingSeconds());
        String chars = Count.of(end.position().chars(), "character");
        command.say(text("%s at step %,d after %s: %s", stopped ? "stopped" : "done", end.step(), time, chars));
        OptionalDouble best = end.losses().bestValidationBpc();
        if (best.isPresent()) {
            sayBest(best.getAsDouble(), end.losses().bestStep());
        }
        Path sampled = Files.exists(folder.best()) ? folder.best() : folder.last();
        command.say("checkpoints: " + folder.path());
        command.say("to sample:   " + ShellLine.ofThisProgram("sample", "--checkpoint", sampled, "--length", 500));
        if (stopped) {
            command.say(continuation(Stream.empty()));
        }
        writeReport(false);
    }

    private void sayBest(double best, long step) {
        OptionalDouble start = OptionalDouble.empty();
        try {
            start = History.read(folder.history()).startValidationBpc();
        } catch (IOException e) { // the training has not failed
            command.say(folder.history() + " cannot be read: " + Reason.of(e));
        } catch (UserError e) {
            command.say(String.join("; ", e.messages()));
        }
        if (start.isPresent() && step == 0) {
            command.say(text("best validation: %.3f bits per character, that of the start: no step lowered it", best));
        } else {
            String before = start.isPresent() ? text("%.3f → ", start.getAsDouble()) : "";
            command.say(text("best validation: %s%.3f bits per character, at step %,d", before, best, step));
        }
    }

    /** Prints the limits that a finished run has reached, and the command that continues it; writes the report. */
    void sayFinished(List<RunLimit> reached, Progress progress) {
        command.say(
                text("%s is finished, at step %,d: %s", folder.path(), progress.step(), RunLimit.describe(reached)));
        command.say(
                continuation(reached.stream().flatMap(limit -> Stream.of("--set", limit.key() + "=" + limit.more()))));
        writeReport(false); // a killed run may not have written it
    }

    private String continuation(Stream<String> more) {
        Stream<Object> train = Stream.of("train", "--config", folder.config(), "--resume");
        return "to continue: "
                + ShellLine.ofThisProgram(Stream.concat(train, more).toArray());
    }

    /** Writes the report into the run's folder; a failure is only a message, since the training has not failed. */
    private void writeReport(boolean isTraining) {
        try {
            Path report = Tools.writeReport(folder.path(), isTraining);
            if (!isTraining || !isReported) {
                command.say("report:      " + report);
            }
            isReported = true;
        } catch (IOException | UserError e) {
            command.say("no report: " + e.getMessage());
        }
    }

    @Override
    public void started(StreamingNetwork network) {
        progress.begin();
    }

    @Override
    public void stepped(Step now) {
        progress.show(Math.min(1, now.fractionDone()), () -> states(now));
    }

    @Override
    public void validated(long step, double bitsPerChar, boolean isBest) {
        command.say(text("step %,d: validation %.3f bpc%s", step, bitsPerChar, isBest ? ", the best so far" : ""));
        writeReport(true);
    }

    @Override
    public void sampled(long step, String sample) {
        command.say(text("---- sample at step %,d ----%n%s%n----", step, sample));
    }

    @Override
    public void event(long step, String event) {
        command.say(text("step %,d: %s", step, event));
    }

    /** Descriptions of the state, from the longest to the shortest. */
    static List<String> states(Step now) {
        String step = text("step %,d", now.step());
        String epoch = text("epoch %.2f", now.epoch());
        String best = now.best().isPresent() ? text(", best %.3f", now.best().getAsDouble()) : "";
        String loss = text("%.3f bpc%s", now.bitsPerChar(), best);
        String speed = text("%,.0f chars/s", now.charsPerSecond());
        String left = ProgressDisplay.time(now.secondsLeft()) + " left";
        return List.of(
                String.join("  ", step, epoch, loss, speed, left),
                String.join("  ", epoch, loss, speed, left),
                String.join("  ", loss, speed, left),
                String.join("  ", loss, left));
    }

    @Override
    public void close() {
        progress.close();
    }
}
