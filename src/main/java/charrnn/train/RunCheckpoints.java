package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigWriter;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Saves the checkpoints of a training and restores one if the training diverges. If a checkpoint cannot be written, its
 * names stay pending until the next update.
 */
final class RunCheckpoints {
    /** Factor of the learning rate at each rollback. */
    private static final double RATE_FACTOR = 0.5;

    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final StreamingNetwork network;
    private final DivergenceDetector detector;
    private final Reporting reporting;

    /** Whether a checkpoint of the current network exists. */
    private boolean saved;

    private List<Path> pendingNames = List.of();
    private Progress beforeValidation;

    /** @param start the first network and progress, which are saved already unless this is step 0 */
    RunCheckpoints(
            Config config,
            Corpus corpus,
            RunFolder folder,
            TrainingStart start,
            DivergenceDetector detector,
            Reporting reporting) {
        this.config = config;
        this.corpus = corpus;
        this.folder = folder;
        this.network = start.network();
        this.detector = detector;
        this.reporting = reporting;
        saved = start.progress().step() > 0;
        beforeValidation = start.progress();
    }

    /**
     * Drops the pending names, since the network changes or is not saved. If the best checkpoint was pending, the
     * previous best validation counts again.
     *
     * @return the progress with the best validation of which a checkpoint exists
     */
    Progress dropPending(Progress progress) {
        boolean bestIsLost = pendingNames.contains(folder.best());
        markUnsaved();
        if (!bestIsLost) {
            return progress;
        }
        Progress.Scores before = beforeValidation.scores();
        return progress.with(new Progress.Scores(
                        before.bestValidationBpc(),
                        before.bestStep(),
                        progress.scores().lastTrainBpc(),
                        progress.scores().lastValidationBpc()))
                .with(progress.course()
                        .withValidationsSinceBest(beforeValidation.course().validationsSinceBest() + 1));
    }

    private void markUnsaved() {
        saved = false;
        pendingNames = List.of();
    }

    /**
     * Saves a checkpoint and deletes old step files; a failure is recorded as an event. While the loss has risen far
     * and the run is not over, nothing is saved, so that a rollback does not restore a diverging network.
     *
     * @param names files to save the checkpoint under
     * @param before progress before the validation, if there was one at this step
     */
    void saveIfPossible(List<Path> names, Progress progress, Progress before, boolean over) {
        pendingNames = List.copyOf(names);
        beforeValidation = before;
        if (!over && !detector.isStable(progress.course())) {
            reportRise(progress);
            return;
        }
        try {
            save(names, progress);
        } catch (IOException e) {
            reporting.event(progress, "not saved: " + e.getMessage());
            return;
        }
        try {
            folder.prune(config.checkpoints().keep());
        } catch (IOException e) {
            reporting.event(progress, "an old checkpoint could not be deleted: " + Reason.of(e));
        }
    }

    /**
     * Saves the last checkpoint of a sitting, unless the network is saved already or its loss has risen far.
     *
     * @return the progress with the best validation of which a checkpoint exists
     */
    Progress saveEnd(Progress progress, boolean over) throws IOException {
        if (saved) {
            return progress;
        }
        if (over || detector.isStable(progress.course())) {
            save(pendingNames.isEmpty() ? List.of(folder.last()) : pendingNames, progress);
            return progress;
        }
        if (pendingNames.isEmpty()) {
            reportRise(progress);
        }
        return dropPending(progress);
    }

    private void reportRise(Progress progress) {
        reporting.event(
                progress,
                String.format(
                        Locale.ROOT,
                        "not saved: the loss has risen from %.3f to %.3f bits per character",
                        progress.course().lowestBpc().orElseThrow(),
                        progress.course().smoothedBpc().orElseThrow()));
    }

    /** Saves one checkpoint under several names. */
    void save(List<Path> names, Progress progress) throws IOException {
        DivergenceDetector.checkWeights(network, progress.step());
        String yaml = ConfigWriter.toYaml(config);
        if (folder.restore(yaml, () -> corpus.split().toJson())) {
            reporting.event(progress, "the run's folder was gone, and is created again");
        }
        reporting.force();
        Path first = names.get(0);
        CheckpointWriter.write(
                new Checkpoint(
                        network, corpus.vocabulary(), yaml, reporting.snapshot(progress), network.trainingState()),
                first,
                true);
        pendingNames = names.subList(1, names.size());
        for (Path name : pendingNames) {
            AtomicFile.link(first, name);
        }
        saved = true;
        pendingNames = List.of();
    }

    /**
     * Restores the network of a diverged training from the last checkpoint, or else from the best one, with a lower
     * learning rate.
     *
     * @param now progress of the run when it diverged
     * @return the progress from which it continues
     * @throws Divergence if the configuration allows no further rollback, or neither checkpoint is good
     */
    Progress restore(Progress now, Divergence divergence) throws IOException {
        int rollbacks = now.course().rollbacks() + 1;
        if (rollbacks > config.training().rollbacks()) {
            if (divergence.lastGoodStep() < now.step()) { // the last checkpoint, which is later, must not be resumed
                AtomicFile.link(folder.best(), folder.last());
            }
            throw fatal(
                    now,
                    divergence,
                    Files.exists(folder.last())
                            ? folder.last() + " holds the last good checkpoint"
                            : folder.path() + " holds no checkpoint");
        }
        Checkpoint good = Stream.of(folder.last(), folder.best())
                .flatMap(file -> read(file).stream())
                .filter(checkpoint -> isGood(checkpoint.progress(), divergence))
                .findFirst()
                .orElseThrow(() -> fatal(now, divergence, folder.path() + " holds no good checkpoint"));
        network.copyFrom(good.network());
        network.restoreTrainingState(good.state());
        markUnsaved();
        Progress.Course course = good.progress().course();
        return good.progress()
                .with(now.origin())
                .with(new Progress.Course(
                        course.rateFactor() * Math.pow(RATE_FACTOR, rollbacks - course.rollbacks()),
                        rollbacks,
                        course.validationsSinceBest(),
                        course.smoothedBpc(),
                        course.lowestBpc()));
    }

    private boolean isGood(Progress saved, Divergence divergence) {
        return saved.step() <= divergence.lastGoodStep() && detector.isStable(saved.course());
    }

    private static Optional<Checkpoint> read(Path file) {
        try {
            return Optional.of(CheckpointReader.read(file, true));
        } catch (UserError e) {
            return Optional.empty(); // missing or damaged
        }
    }

    /** @param left what the run's folder holds, as a sentence; advice follows it */
    private Divergence fatal(Progress now, Divergence divergence, String left) {
        int rollbacks = now.course().rollbacks();
        return new Divergence(
                divergence,
                (rollbacks > 0 ? ", after " + Count.of(rollbacks, "rollback") : "") + ". " + left
                        + ". Try a lower training.learningRate (now "
                        + config.training().learningRate()
                        + "), a longer training.warmupSteps or a smaller training.gradientNorm");
    }
}
