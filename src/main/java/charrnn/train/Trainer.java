package charrnn.train;

import charrnn.config.Config;
import charrnn.config.Config.SamplingConfig;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.match.MatchMemory;
import charrnn.model.LanguageModel;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The training loop: stateful truncated BPTT over the training text, segment by segment and epoch by epoch, until a limit
 * of epochs, minutes or patience is reached, or a stop is requested. A training that diverges is rolled back to its last
 * good checkpoint.
 */
public final class Trainer {
    /** Length of the longest validation text that is always measured whole. */
    private static final int MAX_ALWAYS_WHOLE = 30_000;

    /** Characters learned for each one measured, if the validation text is long: validations then take about a tenth of the time. */
    private static final int LEARNED_PER_MEASURED = 12;

    private static final int MIN_MEASURED = 10_000;

    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final StreamPlan plan;
    private final StreamingNetwork network;
    private final Learner learner;
    private final LearningRate rates;
    private final RunClock clock;
    private final DivergenceDetector detector;
    private final Reporting reporting;
    private final Validation validation;
    private final RunCheckpoints checkpoints;

    private Progress progress;
    /** Whether a limit is reached. The clock is read after updates and validations only, so that the last update is validated. */
    private boolean over;

    private boolean learnerIsShutDown;

    /** @param learnerOf makes the learner of the network, which may make the updates on other machines */
    public Trainer(
            Config config,
            Corpus corpus,
            RunFolder folder,
            TrainingStart start,
            List<RunListener> listeners,
            Function<StreamPlan, Learner> learnerOf)
            throws IOException {
        this.config = config;
        this.corpus = corpus;
        this.folder = folder;
        plan = planWithMemory(config, corpus);
        network = start.network();
        progress = start.progress();
        learner = learnerOf.apply(plan);
        rates = new LearningRate(config.training());
        EncodedText validationText = validationText(config, corpus);
        clock = new RunClock(
                config.training(),
                plan.segmentsPerEpoch(),
                (double) validationText.length() / plan.charsPerUpdate(),
                progress.trainingSeconds(),
                System::nanoTime);
        detector = new DivergenceDetector(plan.charsPerUpdate(), DivergenceDetector.unigramEntropy(corpus.train()));
        reporting = new Reporting(folder, listeners, plan.segmentsPerEpoch(), clock);
        boolean whole = validationText.length() == corpus.validation().length();
        validation = new Validation(config, validationText, whole, network, folder, reporting);
        checkpoints = new RunCheckpoints(config, corpus, folder, start, detector, reporting);
        resume(progress);
    }

    /**
     * The segments of the training text, without a memory.
     *
     * @throws charrnn.config.UserError if the text is too short for the configuration, or too long for its memory
     */
    public static StreamPlan plan(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        if (usesMemory(config)) {
            MatchMemory.checkEveryOtherFile(corpus.train());
        }
        return new StreamPlan(
                corpus.train(),
                training.batchSize(),
                training.sequenceLength(),
                training.matchDropout(),
                Optional.empty(),
                training.seed());
    }

    /**
     * The text of each validation: the whole validation text, or the beginning of a long one, in proportion to the characters
     * learned between two validations.
     */
    public static EncodedText validationText(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        EncodedText whole = corpus.validation();
        long learned = training.validateEverySteps() == 0
                ? corpus.train().length()
                : (long) training.validateEverySteps() * training.batchSize() * training.sequenceLength();
        long length = Math.max(MIN_MEASURED, learned / LEARNED_PER_MEASURED);
        return whole.length() <= Math.max(MAX_ALWAYS_WHOLE, length) ? whole : whole.first(length);
    }

    /** The same segments, with the memory of every other file if the configuration uses it. */
    static StreamPlan planWithMemory(Config config, Corpus corpus) {
        StreamPlan plan = plan(config, corpus);
        return usesMemory(config) ? plan.with(MatchMemory.ofEveryOtherFile(corpus.train())) : plan;
    }

    private static boolean usesMemory(Config config) {
        return config.model().match() > 0 && config.training().matchMemory();
    }

    /** Continues from a checkpoint, whose network is restored already. */
    private void resume(Progress checkpoint) throws IOException {
        reporting.resume(checkpoint);
        progress = checkpoint;
        checkLimits();
    }

    /**
     * Trains until the run is over or a stop is requested, and saves a last checkpoint, unless the run is stopped while its
     * loss has risen far.
     *
     * @param stopRequested evaluated between updates
     * @throws Divergence if the training diverges more often than it may be rolled back
     * @throws IOException if a checkpoint or a line of the history cannot be written; the checkpoints saved before are whole
     */
    public Progress run(BooleanSupplier stopRequested) throws IOException {
        try {
            reporting.started(network);
            while (true) {
                try {
                    trainAndSave(stopRequested);
                    return reporting.snapshot(progress);
                } catch (Divergence e) {
                    rollBack(e);
                }
            }
        } finally {
            reporting.close();
        }
    }

    private void checkLimits() {
        clock.endInTime();
        Progress now = progress.at(clock.seconds(), progress.historyLength());
        over = !RunLimit.reached(config.training(), now).isEmpty();
    }

    private void trainAndSave(BooleanSupplier stopRequested) throws IOException {
        if (progress.step() == 0 && Files.notExists(folder.last())) {
            checkpoints.save(List.of(folder.last()), progress, false);
        }
        while (!over && !learnerIsShutDown && !stopRequested.getAsBoolean()) {
            if (progress.streamPosition() == 0) {
                network.resetState(); // an epoch begins
            }
            long before = progress.step();
            update();
            if (!learnerIsShutDown) {
                actAtIntervals(before);
            }
        }
        checkpoints.saveEnd(progress, over);
    }

    private void update() {
        int segment = Math.toIntExact(progress.streamPosition());
        double[] next = new double[Math.min(learner.updatesAtOnce(), plan.segmentsPerEpoch() - segment)];
        for (int i = 0; i < next.length; i++) {
            long step = progress.step() + i;
            next[i] = rates.at(step, progress.epoch(), clock.fractionDone(step))
                    * progress.control().rateFactor();
        }
        List<Learner.Update> made = learner.learn(progress, next);
        learnerIsShutDown = made.isEmpty();
        clock.stepped(made.size());
        for (int i = 0; i < made.size(); i++) {
            count(made.get(i), next[i]);
        }
    }

    private void count(Learner.Update update, double rate) {
        DivergenceDetector.checkUpdate(update, progress.step() + 1);
        Progress.Control control = detector.afterUpdate(progress.control(), update.bitsPerChar());
        progress = progress.afterUpdate(plan.segmentsPerEpoch(), plan.charsPerUpdate(), update.bitsPerChar(), control);
        checkLimits();
        detector.checkLoss(control, progress.step());
        reporting.stepped(progress, update, rate, plan.charsPerUpdate());
    }

    /** Reports, validates, samples and saves if this became due after step {@code since}. */
    private void actAtIntervals(long since) throws IOException {
        double begin = clock.seconds();
        TrainingConfig training = config.training();
        boolean epochEnds = progress.streamPosition() == 0;
        boolean validate = training.validateEverySteps() == 0 ? epochEnds : isDue(training.validateEverySteps(), since);
        int sampleEvery = config.sampling().everySteps();
        boolean sample = sampleEvery == 0 ? validate : isDue(sampleEvery, since);
        if (validate || sample || over) {
            DivergenceDetector.checkWeights(network, progress.step());
        }
        List<Path> names = new ArrayList<>();
        if (validate || over) {
            names.addAll(validate());
        } else if (isDue(training.reportEverySteps(), since)) {
            progress = reporting.report(progress, OptionalDouble.empty(), false, Map.of());
        }
        if (sample || over) {
            reporting.sample(progress, sample());
        }
        if (!names.isEmpty() || isDue(config.checkpoints().everySteps(), since)) {
            // After the validation, so that the checkpoint contains its result and no step file is newer than last.zip.
            names.add(folder.last());
            checkpoints.saveIfAllowed(names, progress, over);
        }
        if (validate) {
            clock.validated(clock.seconds() - begin);
        }
    }

    private boolean isDue(int every, long since) {
        return progress.step() / every > since / every;
    }

    private List<Path> validate() throws IOException {
        Validation.Result result = validation.run(progress, checkpoints.maySave(progress, over));
        progress = result.progress();
        int validations = progress.control().validationsSinceBest();
        int patience = config.training().patience();
        if (!over && patience > 0 && validations >= patience) {
            reporting.event(progress, Count.of(validations, "validation") + " without a new best: stopped early");
        }
        checkLimits(); // the validation counts toward maxMinutes
        return result.names();
    }

    private String sample() {
        SamplingConfig sampling = config.sampling();
        SamplingOptions options = new SamplingOptions(
                sampling.length(), sampling.temperature(), sampling.topK(), sampling.topP(), progress.step(), 1, "");
        LanguageModel model = LanguageModel.of(network, corpus.vocabulary());
        return sampling.prime()
                + Samples.texts(model, options, LogitsProcessorFactory.NONE, sampling.prime())
                        .get(0);
    }

    private void rollBack(Divergence divergence) throws IOException {
        resume(checkpoints.restore(progress, divergence));
        reporting.rolledBack(progress, divergence);
        checkpoints.saveIfAllowed(List.of(folder.last()), progress, over);
    }
}
