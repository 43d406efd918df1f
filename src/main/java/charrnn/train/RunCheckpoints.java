package charrnn.train;

import charrnn.config.ConfigWriter;
import charrnn.files.AtomicFile;
import charrnn.message.Count;
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
import java.util.stream.Stream;

/** Saves the checkpoints of a training, and restores one if the training diverges. */
final class RunCheckpoints {
    /** Factor of the learning rate at each rollback. */
    private static final double RATE_FACTOR = 0.5;

    private final Session session;
    private final RunFolder folder;
    private final DivergenceDetector detector;
    private final Reporting reporting;

    /** Step of the newest checkpoint that was saved, or that was left out because of its loss. */
    private long handledStep;

    RunCheckpoints(Session session, DivergenceDetector detector, Reporting reporting) {
        this.session = session;
        this.folder = session.folder();
        this.detector = detector;
        this.reporting = reporting;
        handledStep = session.start().step(); // which the caller has saved or saves first
    }

    /**
     * Whether a network may be saved. While the loss has risen far and the run is not over, nothing is saved, so that a rollback
     * does not restore a diverging network.
     */
    boolean maySave(Progress progress, boolean limitReached) {
        return limitReached || detector.isStable(progress.control());
    }

    /** Saves a checkpoint if that is allowed, and otherwise records an event. */
    void saveIfAllowed(List<Path> names, Progress progress, boolean limitReached) throws IOException {
        if (maySave(progress, limitReached)) {
            save(names, progress, limitReached);
        } else {
            reporting.event(progress, "not saved: the loss has risen " + DivergenceDetector.rise(progress.control()));
            handledStep = progress.step();
        }
    }

    /** Saves the last checkpoint of a session, if there was none at its step. */
    void saveEnd(Progress progress, boolean limitReached) throws IOException {
        if (handledStep != progress.step()) {
            saveIfAllowed(List.of(folder.last()), progress, limitReached);
        }
    }

    /** Saves one checkpoint under several names, and deletes obsolete files. */
    void save(List<Path> names, Progress progress, boolean limitReached) throws IOException {
        DivergenceDetector.checkWeights(session.network(), progress.step());
        reporting.force();
        Path first = names.get(0);
        Progress snapshot = reporting.snapshot(progress);
        String yaml = ConfigWriter.toYaml(session.config());
        StreamingNetwork network = session.network();
        Checkpoint checkpoint =
                new Checkpoint(network, session.corpus().vocabulary(), yaml, snapshot, network.trainingState());
        if (limitReached) {
            CheckpointWriter.writeLast(checkpoint, first);
        } else {
            CheckpointWriter.write(checkpoint, first);
        }
        for (Path name : names.subList(1, names.size())) {
            AtomicFile.link(first, name);
        }
        folder.obsolete(progress.step(), session.config().checkpoints().keep()).forEach(AtomicFile::deleteQuietly);
        handledStep = progress.step();
    }

    /**
     * Restores the network of a diverged training, and returns its progress, from the last checkpoint, or else from the
     * best one, with a lower learning rate.
     *
     * @throws Divergence if the configuration allows no further rollback, or neither checkpoint is good
     */
    Progress restore(Progress now, Divergence divergence) throws IOException {
        int rollbacks = now.control().rollbacks() + 1;
        if (rollbacks > session.config().training().rollbacks()) {
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
                .flatMap(file -> CheckpointReader.readIfWhole(file).stream())
                .filter(it -> it.progress().step() <= divergence.lastGoodStep)
                .filter(it -> detector.isStable(it.progress().control()))
                .findFirst()
                .orElseThrow(() -> fatal(now, divergence, folder.path() + " holds no good checkpoint"));
        StreamingNetwork network = session.network();
        network.copyFrom(good.network());
        network.restoreTrainingState(good.state());
        Progress.Control control = good.progress().control();
        double cut = Math.pow(RATE_FACTOR, rollbacks - control.rollbacks());
        return good.progress().with(now.origin()).with(control.rolledBack(rollbacks, control.rateFactor() * cut));
    }

    /** @param left what the run's folder holds, as a sentence; advice follows it */
    private Divergence fatal(Progress now, Divergence divergence, String left) {
        int rollbacks = now.control().rollbacks();
        String after = rollbacks > 0 ? ", after " + Count.of(rollbacks, "rollback") : "";
        return new Divergence(
                divergence,
                after + ". " + left + ". Try a lower training.learningRate (now "
                        + session.config().training().learningRate()
                        + "), a longer training.warmupSteps or a smaller training.gradientNorm");
    }
}
