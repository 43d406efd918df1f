package charrnn.train;

import charrnn.config.Config.SamplingConfig;
import charrnn.config.TrainingConfig;
import charrnn.corpus.EncodedText;
import charrnn.message.Count;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.sample.Constraint;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * The training loop: stateful truncated BPTT over the training text, segment by segment and epoch by epoch, until a limit
 * of epochs, minutes or patience is reached, or a stop is requested. A training that diverges is rolled back to its last
 * good checkpoint.
 */
public final class Trainer {
    private static final long COLLECTION_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Session session;
    private final Learner learner;
    private final LearningRate rates;
    private final RunClock clock;
    private final DivergenceDetector detector;
    private final Reporting reporting;
    private final Validation validation;
    private final RunCheckpoints checkpoints;

    private Progress progress;
    /** Whether a limit is reached. The clock is read after updates and validations only, so that the last update is validated. */
    private boolean limitReached;

    private long lastCollection = System.nanoTime();

    public Trainer(Session session, Learner learner, List<RunListener> listeners) throws IOException {
        this.session = session;
        this.learner = learner;
        StreamPlan plan = session.plan();
        TrainingConfig training = session.config().training();
        rates = new LearningRate(training);
        EncodedText validationText = Validation.text(session.config(), session.corpus());
        clock = new RunClock(
                training,
                plan.segmentsPerEpoch(),
                plan.charsPerUpdate(),
                validationText.length(),
                session.start().trainingSeconds(),
                System::nanoTime);
        detector = new DivergenceDetector(plan.charsPerUpdate(), DivergenceDetector.unigramEntropy(plan.text()));
        reporting = new Reporting(session.folder(), listeners, plan.segmentsPerEpoch(), clock);
        validation = new Validation(session, validationText, reporting);
        checkpoints = new RunCheckpoints(session, detector, reporting);
        progress = session.start();
        resume(progress);
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
            reporting.started(session.network());
            while (true) {
                try {
                    train(stopRequested);
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
        limitReached = !RunLimit.reached(session.config().training(), progress, clock.seconds())
                .isEmpty();
    }

    private void train(BooleanSupplier stopRequested) throws IOException {
        if (progress.step() == 0 && Files.notExists(session.folder().last())) {
            saveStart();
        }
        while (!limitReached && !stopRequested.getAsBoolean()) {
            if (progress.position().streamPosition() == 0) {
                session.network().resetState(); // an epoch begins
            }
            long before = progress.step();
            double[] next = nextRates();
            List<Learner.Update> updates = learner.learn(progress, next);
            if (updates.isEmpty()) {
                break; // the learner was shut down
            }
            clock.stepped(updates.size());
            for (int i = 0; i < updates.size(); i++) {
                count(updates.get(i), next[i]);
            }
            actAtIntervals(before);
            collectGarbage();
        }
        checkpoints.saveEnd(progress, limitReached);
    }

    /**
     * Collects garbage every 20 seconds. ND4J releases the native memory of an array after its Java object is collected, which is
     * so small that an array in the old generation would wait for hours.
     */
    private void collectGarbage() {
        long now = System.nanoTime();
        if (now - lastCollection >= COLLECTION_NANOS) {
            lastCollection = now;
            System.gc();
        }
    }

    /** The rates of the next updates, as many as the learner makes at once in this epoch. */
    private double[] nextRates() {
        int left = session.plan().segmentsPerEpoch()
                - Math.toIntExact(progress.position().streamPosition());
        return LongStream.range(progress.step(), progress.step() + Math.min(learner.updatesAtOnce(), left))
                .mapToDouble(step -> rates.at(step, progress.epoch(), clock.fractionDone(step))
                        * progress.control().rateFactor())
                .toArray();
    }

    private void count(Learner.Update update, double rate) {
        DivergenceDetector.checkUpdate(update, progress.step() + 1);
        Progress.Control control = detector.afterUpdate(progress.control(), update.bitsPerChar());
        progress = progress.afterUpdate(
                session.plan().segmentsPerEpoch(), session.plan().charsPerUpdate(), update.bitsPerChar(), control);
        checkLimits();
        detector.checkLoss(control, progress.step());
        reporting.stepped(progress, update, rate);
    }

    /** Saves the network at step 0. That of a fine-tuning is validated, so that {@code best.zip} is never worse than it. */
    private void saveStart() throws IOException {
        List<Path> names = new ArrayList<>();
        if (session.isFineTuning()) {
            double begin = clock.seconds();
            names.addAll(validate());
            clock.validated(clock.seconds() - begin);
        }
        names.add(session.folder().last());
        checkpoints.save(names, progress, false);
    }

    /** Reports, validates, samples and saves if this became due after step {@code since}. */
    private void actAtIntervals(long since) throws IOException {
        double begin = clock.seconds();
        TrainingConfig training = session.config().training();
        boolean epochEnds = progress.position().streamPosition() == 0;
        boolean validate = training.validateEverySteps() == 0 ? epochEnds : isDue(training.validateEverySteps(), since);
        int sampleEvery = session.config().sampling().everySteps();
        boolean sample = sampleEvery == 0 ? validate : isDue(sampleEvery, since);
        if (validate || sample || limitReached) {
            DivergenceDetector.checkWeights(session.network(), progress.step());
        }
        List<Path> names = new ArrayList<>();
        if (validate || limitReached) {
            names.addAll(validate());
        } else if (isDue(training.reportEverySteps(), since)) {
            progress = reporting.report(progress, OptionalDouble.empty(), false, 0);
        }
        if (sample || limitReached) {
            reporting.sample(progress, sample());
        }
        if (!names.isEmpty() || isDue(session.config().checkpoints().everySteps(), since)) {
            // After the validation, so that the checkpoint contains its result and no step file is newer than last.zip.
            names.add(session.folder().last());
            checkpoints.saveIfAllowed(names, progress, limitReached);
        }
        if (validate) {
            clock.validated(clock.seconds() - begin);
        }
    }

    private boolean isDue(int every, long since) {
        return progress.step() / every > since / every;
    }

    private List<Path> validate() throws IOException {
        Validation.Result result = validation.run(progress, checkpoints.maySave(progress, limitReached));
        progress = result.progress();
        int validations = progress.control().validationsSinceBest();
        int patience = session.config().training().patience();
        if (!limitReached && patience > 0 && validations >= patience) {
            reporting.event(progress, Count.of(validations, "validation") + " without a new best: stopped early");
        }
        checkLimits(); // the validation counts toward maxMinutes
        return result.names();
    }

    private String sample() {
        SamplingConfig sampling = session.config().sampling();
        SamplingOptions options = new SamplingOptions(
                sampling.length(), sampling.temperature(), sampling.topK(), sampling.topP(), progress.step(), 1, "");
        LanguageModel model =
                LanguageModel.of(session.network(), session.corpus().vocabulary());
        return sampling.prime()
                + Samples.texts(model, options, Constraint.NONE, sampling.prime())
                        .get(0);
    }

    private void rollBack(Divergence divergence) throws IOException {
        resume(checkpoints.restore(progress, divergence));
        reporting.rolledBack(progress, divergence);
        checkpoints.saveIfAllowed(List.of(session.folder().last()), progress, limitReached);
    }
}
