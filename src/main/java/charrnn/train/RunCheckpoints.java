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
import java.util.Optional;
import java.util.stream.Stream;

/** Saves the checkpoints of a training, and restores one if the training diverges. */
final class RunCheckpoints {
    /** Factor of the learning rate at each rollback. */
    private static final double RATE_FACTOR = 0.5;

    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final StreamingNetwork network;
    private final DivergenceDetector detector;
    private final Reporting reporting;

    /** The newest save that failed; empty after a later one that did not. */
    private Optional<FailedSave> failed = Optional.empty();

    private record FailedSave(List<Path> names, Progress progress, Progress before) {}

    /** Step of the newest checkpoint that was written under at least one of its names. */
    private long writtenStep = -1;
    /** Step of the newest checkpoint that needs no further save: written under all its names, or skipped for its high loss. */
    private long settledStep;

    /** @param start the first network and progress, which the caller has saved or saves first */
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
        settledStep = start.progress().step();
    }

    /**
     * Saves a checkpoint and deletes old step files; a failure is recorded as an event. While the loss has risen far
     * and the run is not over, nothing is saved, so that a rollback does not restore a diverging network.
     *
     * @param names files to save the checkpoint under; the best, if it is among them, comes first
     * @param before progress before the validation, if there was one at this step
     * @return the progress with the best validation of which a checkpoint exists
     */
    Progress saveIfPossible(List<Path> names, Progress progress, Progress before, boolean over) {
        if (over || detector.isStable(progress.course())) {
            try {
                save(names, progress);
                prune(progress);
            } catch (IOException e) {
                failed = Optional.of(new FailedSave(names, progress, before));
                reporting.event(progress, "not saved: " + e.getMessage());
            }
        } else {
            reportRise(progress);
            settledStep = progress.step();
        }
        boolean bestIsLost = names.contains(folder.best()) && writtenStep != progress.step();
        if (!bestIsLost) {
            return progress;
        }
        Progress.Scores old = before.scores();
        Progress.Scores now = progress.scores();
        return progress.with(new Progress.Scores(
                        old.bestValidationBpc(), old.bestStep(), now.lastTrainBpc(), now.lastValidationBpc()))
                .with(progress.course().withValidationsSinceBest(before.course().validationsSinceBest() + 1));
    }

    private void prune(Progress progress) {
        try {
            folder.prune(config.checkpoints().keep());
        } catch (IOException e) {
            reporting.event(progress, "an old checkpoint could not be deleted: " + Reason.of(e));
        }
    }

    /**
     * Saves the last checkpoint of a sitting, unless the network is saved already or its loss has risen far. If a save at
     * this step failed, it is tried again first, under all its names.
     *
     * @return the progress with the best validation of which a checkpoint exists
     */
    Progress saveEnd(Progress progress, boolean over) throws IOException {
        Progress end = failed.filter(save -> save.progress.step() == progress.step())
                .map(save -> saveIfPossible(save.names, save.progress, save.before, over))
                .orElse(progress);
        if (settledStep == end.step()) {
            return end;
        }
        if (over || detector.isStable(end.course())) {
            save(List.of(folder.last()), end);
        } else {
            reportRise(end);
        }
        return end;
    }

    private void reportRise(Progress progress) {
        reporting.event(progress, "not saved: the loss has risen " + DivergenceDetector.rise(progress.course()));
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
        Progress snapshot = reporting.snapshot(progress);
        CheckpointWriter.write(
                new Checkpoint(network, corpus.vocabulary(), yaml, snapshot, network.trainingState()), first);
        writtenStep = progress.step();
        for (Path name : names.subList(1, names.size())) {
            AtomicFile.link(first, name);
        }
        settledStep = progress.step();
        failed = Optional.empty();
    }

    /**
     * Restores the network of a diverged training, and returns its progress, from the last checkpoint, or else from the
     * best one, with a lower learning rate.
     *
     * @throws Divergence if the configuration allows no further rollback, or neither checkpoint is good
     */
    Progress restore(Progress now, Divergence divergence) throws IOException {
        int rollbacks = now.course().rollbacks() + 1;
        if (rollbacks > config.training().rollbacks()) {
            if (divergence.lastGoodStep < now.step()) { // the last checkpoint, which is later, must not be resumed
                AtomicFile.link(folder.best(), folder.last());
            }
            boolean hasLast = Files.exists(folder.last());
            throw fatal(
                    now,
                    divergence,
                    hasLast
                            ? folder.last() + " holds the last good checkpoint"
                            : folder.path() + " holds no checkpoint");
        }
        Checkpoint good = Stream.of(folder.last(), folder.best())
                .flatMap(file -> readGood(file, divergence).stream())
                .findFirst()
                .orElseThrow(() -> fatal(now, divergence, folder.path() + " holds no good checkpoint"));
        network.copyFrom(good.network());
        network.restoreTrainingState(good.state());
        settledStep = -1; // not with the lower rate
        writtenStep = -1;
        failed = Optional.empty();
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

    private Optional<Checkpoint> readGood(Path file, Divergence divergence) {
        try {
            return Optional.of(CheckpointReader.read(file, true))
                    .filter(it -> it.progress().step() <= divergence.lastGoodStep)
                    .filter(it -> detector.isStable(it.progress().course()));
        } catch (UserError e) {
            return Optional.empty(); // missing or damaged
        }
    }

    /** @param left what the run's folder holds, as a sentence; advice follows it */
    private Divergence fatal(Progress now, Divergence divergence, String left) {
        int rollbacks = now.course().rollbacks();
        String after = rollbacks > 0 ? ", after " + Count.of(rollbacks, "rollback") : "";
        return new Divergence(
                divergence,
                after + ". " + left + ". Try a lower training.learningRate (now "
                        + config.training().learningRate()
                        + "), a longer training.warmupSteps or a smaller training.gradientNorm");
    }
}
