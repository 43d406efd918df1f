package charrnn.cli;

import charrnn.command.BuildInfo;
import charrnn.command.CliCommand;
import charrnn.command.CorpusOpener;
import charrnn.command.FileFinder;
import charrnn.command.RunLocator;
import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.config.ConfigWriter;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.TrainingConfig.Optimizer;
import charrnn.config.TrainingConfig.Precision;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.LineBeginning;
import charrnn.files.AtomicFile;
import charrnn.lstm.NativeLibrary;
import charrnn.match.InputEncoding;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import charrnn.train.ResumePlan;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.Trainer;
import charrnn.train.TrainingStart;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: trains a network into {@code checkpoints/<run name>/}. A subclass may make the updates on a cluster. */
@Command(
        name = "train",
        description = {
            "Trains a network according to a configuration, into checkpoints/<run name>/.",
            "Ctrl-C saves a checkpoint and ends the training, a second one ends it at once; --resume continues it."
        },
        footer = {
            "  charrnn train --config lstm.yaml                       the starter corpus, ten minutes",
            "  charrnn train --config lstm.yaml --resume --set training.maxMinutes=20",
            "  charrnn train --config lstm.yaml --find-learning-rate",
            "  charrnn train --config quick.yaml --init-from checkpoints/linux/best.zip --set corpus.path=src"
                    + " --set name=mine",
            "",
            "docs/reference/configuration.md lists every key. Progress goes to the standard error."
        })
public class TrainCommand extends CliCommand {
    /** Highest learning rate for fine-tuning unless {@code --set} changes it; measured in docs/lab/results.md. */
    private static final double FINE_TUNING_RATE = 0.003;

    private static final String LEARNING_RATE = "training.learningRate";

    private static final String MATCH = "model.match";

    private static final String NAMES = "model.names";

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration: a file, or the name of one in config/.")
    private String config = "";

    @Option(names = "--resume", description = "Continue the run from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--init-from",
            paramLabel = "PATH",
            description = {
                "Fine-tune: begin a new run with the weights, layers, matches and vocabulary of this checkpoint, or of"
                        + " a run's best.zip.",
                "--set model.match adds matches to a network of characters alone; --set model.names=true adds names.",
                "training.learningRate is at most 0.003, unless --set gives another rate."
            })
    private @Nullable Path initFrom;

    @Option(
            names = "--find-learning-rate",
            description = {
                "Instead of a training, plot the loss of 300 updates over a rising learning rate and suggest a rate.",
                "The exit code is 1 if the loss never falls."
            })
    private boolean findLearningRate;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change the value of a key of the configuration. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--no-ui", description = "Do not serve the training UI: short for --set ui.enabled=false.")
    private boolean noUi;

    /** The learner that makes the updates. */
    protected Learner learner(Config effective, StreamingNetwork network, StreamPlan plan) {
        return new Learner.Local(effective, network, plan);
    }

    /** Settings of the training UI for this sitting; the run's configuration keeps its own. */
    protected UiConfig ui(Config effective) {
        return effective.ui();
    }

    @Override
    public Integer call() throws IOException {
        if (findLearningRate && (resume || initFrom != null)) {
            throw new UserError("--find-learning-rate trains a new network: leave "
                    + (resume ? "--resume" : "--init-from") + " out");
        }
        if (resume && initFrom != null) {
            throw new UserError("--init-from begins a run and --resume goes on with one: leave one of them out");
        }
        if (noUi) {
            overrides.add("ui.enabled=false");
        }
        if (initFrom != null) {
            return fineTune(initFrom);
        }
        Config effective = configuration();
        if (findLearningRate) {
            return LearningRatePlot.print(effective, new CorpusOpener(this).load(effective.corpus()), this);
        }
        RunFolder folder = RunFolder.of(effective);
        if (resume && Files.exists(folder.last())) {
            return resumeRun(effective, folder);
        }
        checkNew(effective, folder);
        if (resume) {
            throw new UserError("there is nothing to resume: " + folder.last()
                    + " does not exist; leave --resume out to begin a run");
        }
        Corpus corpus = new CorpusOpener(this).load(effective.corpus());
        int symbols = corpus.vocabulary().size();
        return begin(effective, folder, corpus, () -> TrainingStart.fromScratch(effective, symbols, origin(effective)));
    }

    /** The effective configuration, checked. */
    protected Config configuration() {
        return checked(ConfigLoader.load(new FileFinder().config(config), overrides));
    }

    /** @throws UserError if this machine cannot train in the configured precision */
    static Config checked(Config effective) {
        if (effective.training().precision() == Precision.BFLOAT16 && !NativeLibrary.multipliesBfloat16()) {
            throw new UserError("training.precision is bfloat16, which needs oneDNN and a processor with AVX512_BF16 or"
                    + " AMX; here it must be float32 or auto (native library " + NativeLibrary.describe()
                    + ")");
        }
        return effective;
    }

    private int fineTune(Path named) throws IOException {
        Path file = RunLocator.checkpoint(named);
        Checkpoint other = CheckpointReader.read(file, false);
        List<Integer> hidden = other.hiddenSizes();
        overrides.add("model.layers=" + hidden.size());
        overrides.add("model.hidden=" + hidden);
        InputEncoding read = Networks.encoding(other.network());
        if (read.matches() > 0 || read.names() || !isSet(MATCH)) { // the weights of matches come before those of names
            overrides.add(MATCH + "=" + read.matches());
        }
        if (read.names() || !isSet(NAMES)) {
            overrides.add(NAMES + "=" + read.names());
        }
        TrainingConfig training = configuration().training();
        double configured = training.learningRate();
        if (configured > FINE_TUNING_RATE && training.optimizer() != Optimizer.SGD && !isSet(LEARNING_RATE)) {
            overrides.add(LEARNING_RATE + "=" + FINE_TUNING_RATE);
        }
        Config effective = configuration();
        if (effective.model().gates() == Gates.COUPLED && !other.hasCoupledGates()) {
            throw new UserError("model.gates is coupled, but the network of --init-from " + file
                    + " has full gates; set model.gates to full, or name a checkpoint with coupled gates");
        }
        RunFolder folder = RunFolder.of(effective);
        checkNew(effective, folder);
        say("fine-tuning: weights and vocabulary are those of " + file + ", model.hidden is " + hidden
                + ", model.match is " + effective.model().match()
                + (effective.model().match() > read.matches() ? ", whose weights are zero" : "")
                + ", model.names is " + effective.model().names()
                + (effective.model().names() && !read.names() ? ", whose weights are zero" : ""));
        if (effective.model().gates() == Gates.FULL && other.hasCoupledGates()) {
            say("fine-tuning: the gates of " + file
                    + " are coupled, but model.gates is full: the input gates are trained independently");
        }
        double rate = effective.training().learningRate();
        if (rate < configured) {
            say("fine-tuning: training.learningRate is " + rate + "; " + config + " has " + configured
                    + ", which is for a new network (--set training.learningRate=… chooses another)");
        }
        Corpus corpus =
                new CorpusOpener(this).load(effective.corpus(), Optional.empty(), Optional.of(other.vocabulary()));
        return begin(effective, folder, corpus, () -> TrainingStart.fromWeights(effective, other, origin(effective)));
    }

    private boolean isSet(String key) {
        return overrides.stream()
                .anyMatch(override -> override.replaceFirst("=.*", "").strip().equals(key));
    }

    private int begin(Config effective, RunFolder folder, Corpus corpus, Supplier<TrainingStart> start)
            throws IOException {
        Trainer.plan(effective, corpus); // checks the length
        folder.create();
        try (Closeable lock = folder.lock()) {
            checkNew(effective, folder); // again: another process may have trained before the lock
            AtomicFile.writeString(folder.split(), corpus.split().toJson());
            return train(withPrime(effective, "", corpus), folder, corpus, start.get());
        }
    }

    /** @throws UserError if the folder has files of a run, since a new run overwrites nothing */
    static void checkNew(Config effective, RunFolder folder) throws IOException {
        String otherName = "take another name with --set name=" + effective.name() + "-2";
        if (Files.exists(folder.last()) && folder.isLocked()) {
            throw folder.inUse();
        } else if (Files.exists(folder.last())) {
            throw new UserError(folder.path() + " already holds a run: add --resume to continue it, or " + otherName);
        }
        List<Path> remains = folder.remains();
        if (!remains.isEmpty()) {
            throw new UserError(remains.get(0) + " would be overwritten, and there is no " + folder.last()
                    + " to resume from: " + otherName + ", or copy a checkpoint of this run there and add --resume");
        }
    }

    private int resumeRun(Config effective, RunFolder folder) throws IOException {
        folder.create();
        try (Closeable lock = folder.lock()) {
            ResumePlan plan = ResumePlan.of(folder, effective);
            plan.carryOut();
            plan.loss().ifPresent(this::warn);
            Checkpoint last = plan.last();
            Progress progress = last.progress();
            List<RunLimit> reached = RunLimit.reached(effective.training(), progress);
            if (!reached.isEmpty()) {
                TrainingRun.finished(reached, progress, folder, this);
                return 0;
            }
            Corpus corpus = new CorpusOpener(this).loadRecorded(folder, effective.corpus(), last.vocabulary());
            plan.checkPosition(effective, corpus);
            Config resumed = withPrime(effective, plan.saved().sampling().prime(), corpus);
            say(text("resuming at step %,d, epoch %d", progress.step(), progress.epoch()));
            ConfigChange.changes(plan.saved(), resumed).forEach(this::say);
            if (!progress.origin().equals(origin(resumed))) { // results will differ in rounding
                say("resumed, but not bit for bit, since its checkpoint was saved by "
                        + BuildInfo.describe(progress.origin()));
            }
            return train(resumed, folder, corpus, TrainingStart.resumed(resumed, last, origin(resumed)));
        }
    }

    /** Sets the prompt of samples if none is configured: the run's earlier one, or the corpus's most frequent line beginning. */
    private static Config withPrime(Config config, String earlier, Corpus corpus) {
        if (!config.sampling().prime().isEmpty()) {
            return config;
        }
        return config.withPrime(earlier.isEmpty() ? LineBeginning.mostFrequent(corpus) : earlier);
    }

    private int train(Config effective, RunFolder folder, Corpus corpus, TrainingStart start) throws IOException {
        String yaml = ConfigWriter.toYaml(effective);
        AtomicFile.writeString(folder.config(), yaml);
        printVerbose(new BuildInfo().getVersion()[0]);
        printVerbose("effective configuration:");
        printVerbose(yaml.indent(2).stripTrailing());
        return new TrainingRun(this, effective, ui(effective), folder, corpus)
                .train(start, plan -> learner(effective, start.network(), plan));
    }

    private static Progress.Origin origin(Config config) {
        Engine engine = config.model().engine();
        Precision precision =
                Networks.productPrecision(engine, config.training().precision());
        return new BuildInfo().origin((engine + " " + precision).toLowerCase(Locale.ROOT));
    }
}
