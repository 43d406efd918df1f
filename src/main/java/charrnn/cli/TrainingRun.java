package charrnn.cli;

import static charrnn.command.CliCommand.text;

import charrnn.command.CliCommand;
import charrnn.command.ObservedTraining;
import charrnn.command.ProgressDisplay;
import charrnn.command.StopSignal;
import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.RunListener;
import charrnn.train.Trainer;
import charrnn.train.TrainingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOFunction;

/**
 * Trains in a terminal: prints summaries and progress, runs the tools that observe a training, and stops at Ctrl-C.
 *
 * @param ui settings of the training UI, which may differ from the effective configuration's
 * @param folder the run's folder, locked
 */
record TrainingRun(CliCommand command, Config config, Config.UiConfig ui, RunFolder folder, Corpus corpus) {
    int train(TrainingStart start, Function<StreamPlan, Learner> learner) throws IOException {
        sayStart(start);
        try (StopSignal stop = new StopSignal(command::say, "saving a checkpoint first")) {
            try {
                return train(start, learner, stop);
            } catch (IOException | RuntimeException e) {
                if (stop.isRequested()) {
                    // Closing the signal's hook would end the process with the signal's exit code.
                    Runtime.getRuntime().halt(Failures.print(e, command.commandLine()));
                }
                throw e;
            }
        }
    }

    private int train(TrainingStart start, Function<StreamPlan, Learner> learner, StopSignal stop) throws IOException {
        ObservedTraining training =
                new ObservedTraining(config, ui, folder, start.network(), corpus.vocabulary(), command::say);
        List<RunListener> tools = Tools.OBSERVERS.stream()
                .<RunListener>flatMap(observer -> observer.apply(training).stream())
                .toList();
        try (RunListener progress = new TrainingProgress(command)) {
            List<RunListener> listeners = new ArrayList<>(List.of(progress));
            listeners.addAll(tools);
            Trainer trainer = new Trainer(config, corpus, folder, start, listeners, learner);
            Progress end = trainer.run(stop::isRequested);
            progress.close();
            boolean cutShort = !stop.isRequested()
                    && RunLimit.reached(config.training(), end).isEmpty();
            if (cutShort) {
                command.say("the updates ended before a limit was reached: was the cluster stopped?");
            }
            sayEnd(end, stop.isRequested() || cutShort);
            writeReport(folder, command);
            return cutShort ? Failures.FAILED : 0;
        } finally {
            tools.forEach(RunListener::close);
        }
    }

    private void sayStart(TrainingStart start) {
        TrainingConfig training = config.training();
        boolean needsValidation = training.patience() > 0 || training.schedule() == TrainingConfig.Schedule.PLATEAU;
        if (needsValidation && corpus.validation().length() < 2) {
            command.say("there is no validation text, so training.patience and the plateau schedule have no effect");
        }
        StreamingNetwork network = start.network();
        command.say("network:", network.shape() + ", " + network.engine());
        command.say("parameters:", text("%,d", network.numParams()));
        command.say("corpus:", corpus.summary());
        long validated = Trainer.validationText(config, corpus).length();
        if (validated < corpus.validation().length()) {
            command.say(
                    "validation:",
                    "the first " + Count.of(validated, "character") + " of "
                            + text("%,d", corpus.validation().length()) + ", to save time");
        }
        command.say(
                "device:",
                start.progress().origin().cpu() + ", "
                        + (LstmInstaller.multipliesBfloat16(network) ? "products in bfloat16" : "float32")
                        + "; native library " + NativeLibrary.describe());
        command.say("limits:", limits(training) + used(start.progress()));
        if (!ui.enabled()) {
            command.say("training UI:", "off");
        }
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
        String time = ProgressDisplay.time(progress.trainingSeconds());
        return progress.step() == 0 ? "" : "; used so far: " + Count.of(progress.epoch(), "epoch") + ", " + time;
    }

    /** @param stopped whether the training ended before a limit was reached */
    private void sayEnd(Progress end, boolean stopped) {
        String time = ProgressDisplay.time(end.trainingSeconds());
        String chars = Count.of(end.chars(), "character");
        command.say(text("%s at step %,d after %s: %s", stopped ? "stopped" : "done", end.step(), time, chars));
        end.scores()
                .bestValidationBpc()
                .ifPresent(best -> command.say(text(
                        "best validation: %.3f bits per character, at step %,d",
                        best, end.scores().bestStep())));
        Path sampled = Files.exists(folder.best()) ? folder.best() : folder.last();
        command.say("checkpoints: " + folder.path());
        command.say("to sample:   " + ShellLine.ofThisProgram("sample", "--checkpoint", sampled, "--length", 500));
        if (stopped) {
            command.say(continuation(folder, Stream.empty()));
        }
    }

    /** Prints the limits that a finished run has reached, and the command that continues it; writes the report. */
    static void finished(List<RunLimit> reached, Progress progress, RunFolder folder, CliCommand command) {
        command.say(
                text("%s is finished, at step %,d: %s", folder.path(), progress.step(), RunLimit.describe(reached)));
        command.say(continuation(
                folder, reached.stream().flatMap(limit -> Stream.of("--set", limit.key() + "=" + limit.more()))));
        writeReport(folder, command); // a killed run may not have written it
    }

    private static String continuation(RunFolder folder, Stream<String> more) {
        Stream<Object> command = Stream.of("train", "--config", folder.config(), "--resume");
        return "to continue: "
                + ShellLine.ofThisProgram(Stream.concat(command, more).toArray());
    }

    /** Writes the report into the run's folder; a failure is only a message, since the training has not failed. */
    private static void writeReport(RunFolder folder, CliCommand command) {
        try {
            for (IOFunction<Path, Path> page : Tools.PAGES) {
                command.say("report:      " + page.apply(folder.path()));
            }
        } catch (IOException | UserError e) {
            command.say("no report: " + e.getMessage());
        }
    }

    /** Shows a training: its progress as a bar, and validations, samples and events as lines of text. */
    static final class TrainingProgress implements RunListener {
        private final CliCommand command;
        private final ProgressDisplay display;

        TrainingProgress(CliCommand command) {
            this.command = command;
            display = new ProgressDisplay("", "", command.err());
            display.begin();
        }

        @Override
        public void stepped(Step now) {
            display.show(Math.min(1, now.fractionDone()), () -> states(now));
        }

        @Override
        public void validated(long step, double bitsPerChar, boolean isBest) {
            command.say(text("step %,d: validation %.3f bpc%s", step, bitsPerChar, isBest ? ", the best so far" : ""));
        }

        @Override
        public void scored(long step, Score score, double seconds) {
            command.say(text("step %,d: %s, scored in %.1f s", step, score.summary(), seconds));
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
            String best =
                    now.best().isPresent() ? text(", best %.3f", now.best().getAsDouble()) : "";
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
            display.close();
        }
    }
}
