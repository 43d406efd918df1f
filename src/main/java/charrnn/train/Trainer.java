package charrnn.train;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.SamplingConfig;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import charrnn.model.NetworkLanguageModel;
import charrnn.model.NetworkScorer;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The training loop: stateful truncated BPTT over the training text, segment by segment and epoch by epoch, until the
 * epochs or the minutes are used up, the validation loss has stopped falling, or somebody asks it to stop. A training that
 * diverges goes back to its last good checkpoint.
 */
public final class Trainer {
    private static final double CUT_OF_A_ROLLBACK = 0.5;

    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final Progress.Origin origin;
    private final List<RunListener> listeners;
    private final StreamPlan plan;
    private final StreamingNetwork network;
    private final Learner learner;
    private final LearningRate rates;
    private final RunClock pace;
    private final Reporting reporting;
    private final RunCheckpoints checkpoints;
    private final double ignorance;

    private long step;
    private int epoch;
    private int segment;
    private long chars;
    private Progress.Scores scores = Progress.Scores.NONE;
    private DivergenceDetector watch;
    private double rateFactor;
    private int rollbacks;
    private int validationsSinceBest;
    /** Settled after each update and each validation: what ends the loop is what was validated as the end. */
    private boolean over;

    private boolean saved;
    /** Names that this moment is worth and could not be saved under yet. */
    private List<Path> owed = List.of();
    /** How it stood before a best network that is owed. */
    private Progress.Scores scoresBefore = Progress.Scores.NONE;

    private int validationsSinceBestBefore;

    private double gradientNorm;
    private boolean learnerHasEnded;

    /**
     * @param start where to begin
     * @param origin noted in each checkpoint
     * @param listeners follow the training
     */
    public Trainer(
            Config config,
            Corpus corpus,
            RunFolder folder,
            TrainingStart start,
            Progress.Origin origin,
            List<RunListener> listeners)
            throws IOException {
        this(config, corpus, folder, start, origin, listeners, LocalLearner::new);
    }

    /**
     * Likewise, the updates being made elsewhere.
     *
     * @param maker makes what makes the updates
     */
    public Trainer(
            Config config,
            Corpus corpus,
            RunFolder folder,
            TrainingStart start,
            Progress.Origin origin,
            List<RunListener> listeners,
            Learner.Maker maker)
            throws IOException {
        TrainingConfig training = config.training();
        this.config = config;
        this.corpus = corpus;
        this.folder = folder;
        this.origin = origin;
        this.listeners = listeners;
        plan = plan(config, corpus);
        network = start.network();
        learner = maker.make(
                config, new Learner.Material(network, plan, corpus.vocabulary().size()));
        rates = new LearningRate(training);
        Progress before = start.progress();
        ResumeRules.require(folder, ResumeRules.contradiction(before, plan.segmentsPerEpoch()));
        pace = new RunClock(training, plan.segmentsPerEpoch(), before.trainingSeconds(), System::nanoTime);
        reporting = new Reporting(folder, before);
        checkpoints = new RunCheckpoints(config, corpus, folder, network);
        ignorance = DivergenceDetector.entropy(corpus.train());
        watch = take(before);
        saved = step > 0;
    }

    /** @throws charrnn.config.UserError if the training text is too short for the configuration */
    public static void checkLength(Config config, Corpus corpus) {
        plan(config, corpus);
    }

    private static StreamPlan plan(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        return new StreamPlan(corpus.train(), training.batchSize(), training.sequenceLength(), training.seed());
    }

    /** Goes on from where a checkpoint was written; its network is for the caller to see to. */
    private DivergenceDetector take(Progress before) {
        Progress.Course course = before.course();
        step = before.step();
        epoch = before.epoch();
        segment = Math.toIntExact(before.streamPosition());
        chars = before.chars();
        scores = before.scores();
        owed = List.of();
        rateFactor = course.rateFactor();
        rollbacks = course.rollbacks();
        validationsSinceBest = course.validationsSinceBest();
        watch = watchOf(course);
        over = isOver();
        return watch;
    }

    /**
     * Trains until the end or until asked to stop; either way the last thing done is a checkpoint, unless it is asked to
     * stop where the loss has risen so far that the one before is worth more. A save in between that fails is reported, and
     * the training goes on.
     *
     * @param stopRequested asked between updates
     * @throws TrainingDiverged if the training diverges once more than it may go back
     * @throws IOException if the first or the last checkpoint cannot be written
     */
    public Progress run(BooleanSupplier stopRequested) throws IOException {
        try {
            listeners.forEach(listener -> listener.started(network));
            folder.tidy(step, config.checkpoints().keep());
            boolean done = false;
            while (!done) {
                try {
                    trainAndSave(stopRequested);
                    done = true;
                } catch (Divergence e) {
                    goBack(e);
                }
            }
            return progress();
        } finally {
            reporting.close();
        }
    }

    private void trainAndSave(BooleanSupplier stopRequested) throws IOException {
        if (step == 0 && Files.notExists(folder.last())) {
            save(List.of(folder.last()));
        }
        while (!mustEnd(stopRequested)) {
            epoch(stopRequested);
        }
        if (!saved && (over || watch.calm())) {
            save(owed.isEmpty() ? List.of(folder.last()) : owed);
        } else if (!saved) {
            if (owed.isEmpty()) {
                tellRise();
            }
            passOver();
        }
    }

    /** Whether the epochs, the minutes or the patience are used up, so that {@link #run} has nothing to do. */
    public boolean isOver() {
        return pace.done(step) >= 1 || isOutOfPatience();
    }

    private boolean isOutOfPatience() {
        int patience = config.training().patience();
        return patience > 0 && validationsSinceBest >= patience;
    }

    private void epoch(BooleanSupplier stopRequested) throws IOException {
        if (segment == 0) {
            network.resetState();
        }
        int current = epoch;
        while (epoch == current && !mustEnd(stopRequested)) {
            long before = step;
            learn();
            atIntervals(before);
        }
    }

    private boolean mustEnd(BooleanSupplier stopRequested) {
        return over || learnerHasEnded || stopRequested.getAsBoolean();
    }

    private void learn() {
        double[] next = new double[Math.min(learner.updatesAtOnce(), plan.segmentsPerEpoch() - segment)];
        for (int i = 0; i < next.length; i++) {
            next[i] = rates.at(step + i, epoch, pace.done(step + i)) * rateFactor;
        }
        List<Learner.Update> made = learner.learn(new Learner.Place(step, epoch, segment), next);
        learnerHasEnded = made.isEmpty();
        if (!learnerHasEnded) {
            passOver();
        }
        for (int i = 0; i < made.size(); i++) {
            count(made.get(i), next[i]);
        }
    }

    /** A best network that could not be saved is lost with the next update: another that is worse may be the best then. */
    private void passOver() {
        if (owed.contains(folder.best())) {
            scores = new Progress.Scores(
                    scoresBefore.bestValidationBpc(),
                    scoresBefore.bestStep(),
                    scores.lastTrainBpc(),
                    scores.lastValidationBpc());
            validationsSinceBest = validationsSinceBestBefore + 1;
        }
        owed = List.of();
    }

    private void count(Learner.Update update, double rate) {
        double bitsPerChar = update.bitsPerChar();
        gradientNorm = update.gradientNorm();
        if (!Double.isFinite(bitsPerChar) || !Double.isFinite(gradientNorm)) {
            throw new Divergence(
                    step + 1, "loss " + bitsPerChar + " bits per character, gradient norm " + gradientNorm);
        }
        saved = false;
        pace.stepped();
        step++;
        segment++;
        if (segment == plan.segmentsPerEpoch()) {
            segment = 0;
            epoch++;
        }
        chars += plan.charsPerSegment();
        over = isOver();
        reporting.stepped(bitsPerChar, rate, plan.charsPerSegment());
        watch.stepped(bitsPerChar);
        if (watch.exploded()) {
            throw new Divergence(
                    step,
                    String.format(
                            Locale.ROOT,
                            "the loss rose from %.3f to %.3f bits per character",
                            watch.lowest().orElseThrow(),
                            watch.smoothed().orElseThrow()));
        }
        RunListener.Step now = new RunListener.Step(
                step,
                epochs(),
                chars,
                pace.seconds(),
                bitsPerChar,
                scores.bestValidationBpc(),
                rate,
                gradientNorm,
                reporting.charsPerSecond(),
                pace.done(step),
                pace.secondsLeft(step));
        listeners.forEach(listener -> listener.stepped(now));
    }

    /** Does what was due since a step, that step excluded: several updates may have been made at once. */
    private void atIntervals(long before) throws IOException {
        if (step == before) {
            return;
        }
        TrainingConfig training = config.training();
        boolean epochEnds = segment == 0;
        boolean validate =
                training.validateEverySteps() == 0 ? epochEnds : isDue(training.validateEverySteps(), before);
        int sampleEvery = config.sampling().everySteps();
        boolean sample = sampleEvery == 0 ? validate : isDue(sampleEvery, before);
        if (validate || sample || over) {
            checkWeights(); // what they give a probability of is no number either
        }
        List<Path> names = new ArrayList<>();
        if (validate || over) {
            names.addAll(validate());
            over = over || isOver(); // the minutes may have passed meanwhile
        } else if (isDue(training.reportEverySteps(), before)) {
            report(OptionalDouble.empty(), false, Map.of());
        }
        if (sample || over) {
            sample();
        }
        if (!names.isEmpty() || isDue(config.checkpoints().everySteps(), before)) {
            // Last, so that a resumed run knows its best and goes on behind the newest of the step files.
            names.add(folder.last());
            saveIfPossible(names);
        }
    }

    private boolean isDue(int every, long before) {
        return step / every > before / every;
    }

    /** @return the checkpoints that this moment is worth, besides the last */
    private List<Path> validate() {
        Map<String, Number> figures = score();
        if (corpus.validation().length() < 2) {
            report(OptionalDouble.empty(), false, figures);
            return List.of();
        }
        double bits = BitsPerCharacter.of(new NetworkScorer(network), corpus.validation())
                .bits();
        if (!Double.isFinite(bits)) {
            throw new Divergence(step, "the validation loss is " + bits);
        }
        checkNotLost(bits);
        boolean best = scores.bestValidationBpc().isEmpty()
                || bits < scores.bestValidationBpc().getAsDouble()
                || Files.notExists(folder.best());
        scoresBefore = scores;
        validationsSinceBestBefore = validationsSinceBest;
        scores = new Progress.Scores(
                best ? OptionalDouble.of(bits) : scores.bestValidationBpc(),
                best ? step : scores.bestStep(),
                scores.lastTrainBpc(),
                OptionalDouble.of(bits));
        validationsSinceBest = best ? 0 : validationsSinceBest + 1;
        report(OptionalDouble.of(bits), best, figures);
        listeners.forEach(listener -> listener.validated(step, bits, best));
        followPlateau();
        if (isOutOfPatience() && !over) {
            over = true;
            event("no better validation in " + validationsSinceBest + ": stopped early");
        }
        List<Path> names = new ArrayList<>();
        if (best) {
            names.add(folder.best());
        }
        if (config.checkpoints().keep() > 0) {
            names.add(folder.step(step, bits));
        }
        return names;
    }

    /**
     * A loss that stays high is no explosion for {@link DivergenceDetector}, since harder text has one, too; but the validation text
     * never changes, and a network that knows the training text too well has a low loss there, in the updates since the last
     * report.
     */
    private void checkNotLost(double bits) {
        double best = scores.bestValidationBpc().orElse(Double.POSITIVE_INFINITY);
        Progress.SinceReport learned = reporting.sinceReport();
        boolean worse = Math.min(bits, learned.bits() / learned.steps()) >= best + DivergenceDetector.RISE;
        if (worse && Files.exists(folder.best())) {
            throw new Divergence(
                    step,
                    String.format(
                            Locale.ROOT, "the validation loss rose from %.3f to %.3f bits per character", best, bits),
                    scores.bestStep());
        }
    }

    /** Scores the weights whose loss is measured next; the time counts as training time, but not in the speed. */
    private Map<String, Number> score() {
        double begin = pace.seconds();
        Optional<RunListener.Score> score;
        try {
            score = listeners.stream()
                    .flatMap(listener -> listener.score(step).stream())
                    .findFirst();
        } catch (RuntimeException e) {
            event("not scored: " + e.getMessage());
            return Map.of();
        }
        double seconds = pace.seconds() - begin;
        score.ifPresent(it -> listeners.forEach(listener -> listener.scored(step, it, seconds)));
        return score.map(RunListener.Score::figures).orElse(Map.of());
    }

    private void followPlateau() {
        TrainingConfig training = config.training();
        if (training.schedule() == TrainingConfig.Schedule.PLATEAU
                && validationsSinceBest > 0
                && validationsSinceBest % training.plateauPatience() == 0
                && rateFactor > training.finalRateShare()) {
            rateFactor = Math.max(training.finalRateShare(), rateFactor * training.decay());
            event("no better validation in " + validationsSinceBest + ": the learning rate is now "
                    + training.learningRate() * rateFactor);
        }
    }

    private void report(OptionalDouble validation, boolean best, Map<String, Number> score) {
        double trainBpc = reporting.report(line(), gradientNorm, validation, best, score);
        scores = new Progress.Scores(
                scores.bestValidationBpc(), scores.bestStep(), OptionalDouble.of(trainBpc), scores.lastValidationBpc());
    }

    private void event(String text) {
        reporting.append(line().put("event", text));
        listeners.forEach(listener -> listener.event(step, text));
    }

    private void sample() {
        SamplingConfig sampling = config.sampling();
        SamplingOptions options = new SamplingOptions(
                sampling.length(), sampling.temperature(), sampling.topK(), sampling.topP(), step, 1, "");
        TextGenerator generator = new TextGenerator(
                new NetworkLanguageModel(network, corpus.vocabulary()), options.sampler(), options.random(0));
        String text = sampling.prime() + generator.generate(sampling.prime(), sampling.length(), "");
        reporting.append(line().put("sample", text));
        listeners.forEach(listener -> listener.sampled(step, text));
    }

    /** A save that fails now may succeed later. */
    private void saveIfPossible(List<Path> names) {
        owed = List.copyOf(names);
        if (!over && !watch.calm()) {
            tellRise();
            return;
        }
        try {
            save(names);
        } catch (IOException e) {
            event("not saved: " + e.getMessage());
            return;
        }
        try {
            folder.prune(config.checkpoints().keep());
        } catch (IOException e) {
            event("an old checkpoint could not be deleted: " + Reason.of(e));
        }
    }

    /** Why a moment that is not calm is not saved: a network that seems to be exploding is not one to go back to. */
    private void tellRise() {
        event(String.format(
                Locale.ROOT,
                "not saved: the loss has risen from %.3f to %.3f bits per character",
                watch.lowest().orElseThrow(),
                watch.smoothed().orElseThrow()));
    }

    /** The loss is that of before the update: weights may be spoilt that it does not show yet. */
    private void checkWeights() {
        if (!Double.isFinite(network.params().norm2Number().doubleValue())) {
            throw new Divergence(step, "the weights are not finite");
        }
    }

    /** Saves one checkpoint under several names. */
    private void save(List<Path> names) throws IOException {
        checkWeights();
        if (checkpoints.restoreFolder()) {
            event("the run's folder was gone, and is made anew");
        }
        reporting.force();
        Path first = names.get(0);
        List<Path> others = names.subList(1, names.size());
        checkpoints.save(first, progress());
        owed = others;
        for (Path name : others) {
            AtomicFile.link(first, name);
        }
        saved = true;
        owed = List.of();
    }

    private void goBack(Divergence divergence) throws IOException {
        String what = String.valueOf(divergence.getMessage());
        int times = rollbacks + 1;
        if (times > config.training().rollbacks()) {
            if (divergence.lastGood < step) { // nobody is to go on from what was saved since
                AtomicFile.link(folder.best(), folder.last());
            }
            throw diverged(
                    what,
                    Files.exists(folder.last())
                            ? folder.last() + " holds the last good checkpoint"
                            : folder.path() + " holds no checkpoint");
        }
        Progress before = checkpoints
                .goBack(good -> good.step() <= divergence.lastGood
                        && watchOf(good.course()).calm())
                .orElseThrow(() -> diverged(what, folder.path() + " holds no good checkpoint"));
        reporting.rollback(before);
        take(before);
        rateFactor *= Math.pow(CUT_OF_A_ROLLBACK, times - before.course().rollbacks());
        rollbacks = times;
        saved = false;
        folder.dropStepsAfter(step);
        listeners.forEach(listener -> listener.rolledBack(step));
        event(what + "; back to step " + step + ", rates are multiplied by " + rateFactor);
        saveIfPossible(List.of(folder.last()));
    }

    private DivergenceDetector watchOf(Progress.Course course) {
        return new DivergenceDetector(plan.charsPerSegment(), ignorance, course.smoothedBpc(), course.lowestBpc());
    }

    private TrainingDiverged diverged(String what, String left) {
        return new TrainingDiverged(
                what + (rollbacks > 0 ? ", after " + Count.of(rollbacks, "rollback") : "") + ". " + left
                        + ". Try a lower training.learningRate (now "
                        + config.training().learningRate()
                        + "), a longer training.warmupSteps or a smaller training.gradientNorm");
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
                new Progress.Course(rateFactor, rollbacks, validationsSinceBest, watch.smoothed(), watch.lowest()),
                reporting.sinceReport(),
                reporting.lines(),
                origin);
    }

    private ObjectNode line() {
        return Reporting.line(step, epochs(), chars, pace.seconds());
    }

    private double epochs() {
        return epoch + (double) segment / plan.segmentsPerEpoch();
    }

    /** Leaves the loop; {@link #goBack} catches it. */
    private static final class Divergence extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** The last step to which to go back. */
        private final long lastGood;

        /** @param step of the update that showed it */
        Divergence(long step, String what) {
            this(step, what, step);
        }

        Divergence(long step, String what, long lastGood) {
            super("the training diverged at step " + step + ": " + what);
            this.lastGood = lastGood;
        }
    }
}
