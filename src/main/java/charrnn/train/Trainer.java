package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigWriter;
import charrnn.config.SamplingConfig;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.NetworkLanguageModel;
import charrnn.model.NetworkScorer;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.SegmentIterator;
import charrnn.pipeline.StreamPlan;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.train.ui.TrainingUi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training loop: stateful truncated BPTT over the training text, segment by segment and epoch by epoch, until the
 * epochs or the minutes are used up or somebody asks it to stop.
 */
public final class Trainer {
    private static final double LN2 = Math.log(2);

    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final Progress.Origin origin;
    private final List<RunListener> listeners = new ArrayList<>();
    private final StreamPlan plan;
    private final StreamingNetwork network;
    private final GradientScale gradients;
    private final LearningRate rates;
    private final Pace pace;
    private final Reporting reporting;

    private long step;
    private int epoch;
    private int segment;
    private long chars;
    private Progress.Scores scores;
    /** Settled once after each update: what ends the loop is what was validated as the end. */
    private boolean over;

    /**
     * @param start where to begin
     * @param origin noted in each checkpoint
     * @param listener told of everything that happens
     */
    public Trainer(
            Config config,
            Corpus corpus,
            RunFolder folder,
            TrainingStart start,
            Progress.Origin origin,
            RunListener listener)
            throws IOException {
        TrainingConfig training = config.training();
        this.config = config;
        this.corpus = corpus;
        this.folder = folder;
        this.origin = origin;
        listeners.add(listener);
        plan = plan(config, corpus);
        network = start.network();
        gradients = new GradientScale(training.batchSize(), training.sequenceLength(), training.gradientNorm());
        network.setListeners(gradients);
        rates = new LearningRate(training);
        Progress before = start.progress();
        step = before.step();
        epoch = before.epoch();
        segment = Math.toIntExact(before.streamPosition());
        chars = before.chars();
        scores = before.scores();
        pace = new Pace(training, plan.segmentsPerEpoch(), before.trainingSeconds(), step, System::nanoTime);
        reporting = new Reporting(folder, before.historyLength());
        over = pace.done(step) >= 1;
    }

    /** @throws charrnn.config.UserError if the training text is too short for the configuration */
    public static void checkLength(Config config, Corpus corpus) {
        plan(config, corpus);
    }

    private static StreamPlan plan(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        return new StreamPlan(corpus.train(), training.batchSize(), training.sequenceLength(), training.seed());
    }

    /** Shows the run in the training UI. */
    public void showIn(TrainingUi ui) {
        ui.attach(network);
        listeners.add(new RunListener() {
            @Override
            public void stepped(Step now) {
                ui.reportTrain(Math.toIntExact(now.step()), now.bitsPerChar());
            }

            @Override
            public void validated(long atStep, double bitsPerChar, boolean best) {
                ui.reportValidation(Math.toIntExact(atStep), bitsPerChar);
            }
        });
    }

    /**
     * Trains until the end or until asked to stop; either way the last thing done is a checkpoint.
     *
     * @param stopRequested asked between updates
     * @throws TrainingDiverged if the loss is not a number any more
     * @throws IOException if a checkpoint cannot be written
     */
    public Progress run(BooleanSupplier stopRequested) throws IOException {
        long first = step;
        folder.dropStepsAfter(step);
        if (step == 0) {
            save(folder.last());
        }
        try {
            while (!over && !stopRequested.getAsBoolean()) {
                epoch(stopRequested);
            }
            if (step > first) {
                save(folder.last());
            }
            return progress();
        } finally {
            reporting.close();
        }
    }

    /** Whether the epochs or the minutes are used up, so that {@link #run} has nothing to do. */
    public boolean isOver() {
        return over;
    }

    private void epoch(BooleanSupplier stopRequested) throws IOException {
        if (segment == 0) {
            network.resetState();
        }
        SegmentIterator segments = new SegmentIterator(plan, corpus.vocabulary().size(), epoch, segment);
        while (segments.hasNext() && !over && !stopRequested.getAsBoolean()) {
            update(segments.next());
            atIntervals();
        }
    }

    private void update(DataSet batch) {
        double rate = rates.at(step, epoch, pace.done(step));
        network.setLearningRate(rate);
        if (config.model().dropout() > 0) {
            // The masks of a step follow from its number, so that a resumed run draws the same.
            Nd4j.getRandom().setSeed(config.training().seed() + step);
        }
        network.fit(batch);
        double bitsPerChar = network.score() / (plan.sequence() * LN2);
        if (!Double.isFinite(bitsPerChar) || !Double.isFinite(gradients.norm())) {
            throw diverged("loss " + bitsPerChar + " bits per character, gradient norm " + gradients.norm());
        }
        step++;
        segment++;
        if (segment == plan.segmentsPerEpoch()) {
            segment = 0;
            epoch++;
        }
        chars += plan.charsPerSegment();
        over = pace.done(step) >= 1;
        reporting.stepped(bitsPerChar, rate, plan.charsPerSegment());
        RunListener.Step now = new RunListener.Step(
                step,
                epochs(),
                chars,
                pace.seconds(),
                bitsPerChar,
                reporting.charsPerSecond(),
                pace.done(step),
                pace.secondsLeft(step));
        listeners.forEach(listener -> listener.stepped(now));
    }

    private TrainingDiverged diverged(String what) {
        return new TrainingDiverged("the training diverged at step " + (step + 1) + ": " + what + ". " + folder.last()
                + " holds the last good checkpoint. Try a lower training.learningRate (now "
                + config.training().learningRate()
                + "), a longer training.warmupSteps or a smaller training.gradientNorm");
    }

    private void atIntervals() throws IOException {
        TrainingConfig training = config.training();
        boolean epochEnds = segment == 0;
        boolean validate = training.validateEverySteps() == 0 ? epochEnds : step % training.validateEverySteps() == 0;
        if (validate || over) {
            validate();
        } else if (step % training.reportEverySteps() == 0) {
            report(OptionalDouble.empty());
        }
        int sampleEvery = config.sampling().everySteps();
        if (over || (sampleEvery == 0 ? validate : step % sampleEvery == 0)) {
            sample();
        }
        if (step % config.checkpoints().everySteps() == 0) {
            save(folder.last());
        }
    }

    private void validate() throws IOException {
        if (corpus.validation().length() < 2) {
            report(OptionalDouble.empty());
            return;
        }
        double bits = BitsPerCharacter.of(new NetworkScorer(network), corpus.validation())
                .bits();
        boolean best = scores.bestValidationBpc().isEmpty()
                || bits < scores.bestValidationBpc().getAsDouble();
        scores = new Progress.Scores(
                best ? OptionalDouble.of(bits) : scores.bestValidationBpc(),
                best ? step : scores.bestStep(),
                scores.lastTrainBpc(),
                OptionalDouble.of(bits));
        report(OptionalDouble.of(bits));
        listeners.forEach(listener -> listener.validated(step, bits, best));
        if (best) {
            save(folder.best());
        }
        if (config.checkpoints().keep() > 0) {
            save(folder.step(step, bits));
            folder.prune(config.checkpoints().keep());
        }
        // So that a resumed run knows its best and goes on behind the newest of these files.
        save(folder.last());
    }

    private void report(OptionalDouble validation) {
        HistoryEntry entry = reporting.report(step, epochs(), chars, pace.seconds(), gradients.norm(), validation);
        scores = new Progress.Scores(
                scores.bestValidationBpc(),
                scores.bestStep(),
                OptionalDouble.of(entry.trainBpc()),
                scores.lastValidationBpc());
    }

    private void sample() {
        SamplingConfig sampling = config.sampling();
        SamplingOptions options = new SamplingOptions(
                sampling.length(), sampling.temperature(), sampling.topK(), sampling.topP(), step, 1, "");
        TextGenerator generator = new TextGenerator(
                new NetworkLanguageModel(network, corpus.vocabulary()), options.sampler(), options.random(0));
        String text = sampling.prime() + generator.generate(sampling.prime(), sampling.length(), "");
        listeners.forEach(listener -> listener.sampled(step, text));
    }

    private void save(Path file) throws IOException {
        // The loss is that of before the update: weights may be spoilt that it does not show yet.
        if (!Double.isFinite(network.params().norm2Number().doubleValue())) {
            throw diverged("the weights are not finite");
        }
        reporting.force();
        CheckpointWriter.write(
                new Checkpoint(
                        network, corpus.vocabulary(), ConfigWriter.toYaml(config), progress(), network.trainingState()),
                file,
                true);
    }

    private Progress progress() {
        return new Progress(
                step,
                epoch,
                segment,
                chars,
                pace.seconds(),
                config.training().seed(),
                scores,
                reporting.lines(),
                origin);
    }

    private double epochs() {
        return epoch + (double) segment / plan.segmentsPerEpoch();
    }
}
