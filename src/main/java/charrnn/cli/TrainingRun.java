package charrnn.cli;

import static charrnn.cli.base.CliCommand.text;

import charrnn.cli.base.BuildInfo;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.StopSignal;
import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigWriter;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.TrainingConfig.Precision;
import charrnn.corpus.Corpus;
import charrnn.files.AtomicFile;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import charrnn.train.ResumePlan;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.RunListener;
import charrnn.train.Session;
import charrnn.train.Trainer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Begins or resumes a run: locks its folder, loads the corpus, and trains until a limit is reached or Ctrl-C. */
final class TrainingRun {
    private final TrainCommand command;
    private final Config config;
    private final RunFolder folder;
    private final TrainingDisplay display;

    TrainingRun(TrainCommand command, Config config) {
        this.command = command;
        this.config = config;
        folder = RunFolder.of(config);
        display = new TrainingDisplay(command, folder);
    }

    /** @throws UserError if another process trains into the folder, or as {@link #checkEmpty} */
    static void checkNew(Config config, RunFolder folder) throws IOException {
        if (folder.isLocked()) {
            throw folder.inUse();
        }
        checkEmpty(config, folder);
    }

    /** @throws UserError if the folder has files of a run, since a new run overwrites nothing */
    private static void checkEmpty(Config config, RunFolder folder) throws IOException {
        String otherName = "take another name with --set name=" + config.name() + "-2";
        if (Files.exists(folder.last())) {
            throw new UserError(folder.path() + " already holds a run: add --resume to continue it, or " + otherName);
        }
        List<Path> remains = folder.remains();
        if (!remains.isEmpty()) {
            throw new UserError(remains.get(0) + " would be overwritten, and there is no " + folder.last()
                    + " to resume from: " + otherName + ", or copy a checkpoint of this run there and add --resume");
        }
    }

    /**
     * Begins the run.
     *
     * @param other network whose weights and vocabulary it begins with; empty for random weights
     * @return the exit code
     */
    int begin(Optional<Checkpoint> other) throws IOException {
        checkNew(config, folder);
        Corpus corpus =
                new CorpusOpener(command).load(config.corpus(), Optional.empty(), other.map(Checkpoint::vocabulary));
        Session session = Session.first(config, corpus, folder, other, origin());
        folder.create();
        try (Closeable lock = folder.lock()) {
            checkEmpty(config, folder); // again: another process may have trained before the lock
            AtomicFile.writeString(folder.split(), corpus.split().toJson());
            return train(session);
        }
    }

    /** Continues the run from its last checkpoint, unless it is finished; returns the exit code. */
    int resume() throws IOException {
        if (!Files.exists(folder.last())) {
            checkNew(config, folder);
            throw new UserError("there is nothing to resume: " + folder.last()
                    + " does not exist; leave --resume out to begin a run");
        }
        folder.create();
        try (Closeable lock = folder.lock()) {
            ResumePlan plan = ResumePlan.of(folder, config);
            Checkpoint last = plan.last();
            Progress progress = last.progress();
            List<RunLimit> reached = RunLimit.reached(config.training(), progress);
            if (!reached.isEmpty()) {
                display.sayFinished(reached, progress);
                return 0;
            }
            Corpus corpus = new CorpusOpener(command).loadRecorded(folder, config.corpus(), last.vocabulary());
            Session session = Session.resumed(config, corpus, folder, last, origin());
            long lost = plan.lostLines();
            if (lost > 0) {
                command.warn(Count.of(lost, "line") + " of history.jsonl up to step " + progress.step()
                        + (lost == 1 ? " is lost" : " are lost"));
            }
            command.say(text("resuming at step %,d, epoch %d", progress.step(), progress.epoch()));
            ConfigChange.changes(plan.saved(), config).forEach(command::say);
            if (!progress.origin().equals(origin())) { // results will differ in rounding
                command.say("resumed, but not bit for bit, since its checkpoint was saved by "
                        + BuildInfo.describe(progress.origin()));
            }
            return train(session);
        }
    }

    private Progress.Origin origin() {
        Engine engine = config.model().engine();
        Precision precision =
                Networks.productPrecision(engine, config.training().precision());
        return new BuildInfo().origin((engine + " " + precision).toLowerCase(Locale.ROOT));
    }

    private int train(Session session) throws IOException {
        String yaml = ConfigWriter.toYaml(session.config());
        AtomicFile.writeString(folder.config(), yaml);
        command.printVerbose(new BuildInfo().getVersion()[0]);
        command.printVerbose("effective configuration:");
        command.printVerbose(yaml.indent(2).stripTrailing());
        display.sayStart(session);
        try (StopSignal stop = new StopSignal(command::say, "saving a checkpoint first")) {
            try {
                return train(session, stop);
            } catch (IOException | RuntimeException e) {
                if (stop.isRequested()) {
                    // Closing the signal's hook would end the process with the signal's exit code.
                    Runtime.getRuntime().halt(Failures.print(e, command.commandLine()));
                }
                throw e;
            }
        }
    }

    private int train(Session session, StopSignal stop) throws IOException {
        List<RunListener> listeners = new ArrayList<>(List.of(display));
        Tools.observer(session, command.ui(session.config()), command::say).ifPresent(listeners::add);
        try {
            Progress end = new Trainer(session, command.learner(session), listeners).run(stop::isRequested);
            display.close();
            boolean stopped = RunLimit.reached(session.config().training(), end).isEmpty();
            boolean cutShort = stopped && !stop.isRequested();
            if (cutShort) {
                command.say("the updates ended before a limit was reached: was the cluster stopped?");
            }
            display.sayEnd(end, stopped);
            return cutShort ? Failures.FAILED : 0;
        } finally {
            listeners.forEach(RunListener::close);
        }
    }
}
