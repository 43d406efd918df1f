package charrnn.train;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Returns a diverged training to its last good checkpoint, with a lower learning rate. */
final class Rollback {
    private static final double RATE_FACTOR = 0.5;

    private final Config config;
    private final RunFolder folder;
    private final StreamingNetwork network;
    private final DivergenceDetector detector;

    Rollback(Config config, RunFolder folder, StreamingNetwork network, DivergenceDetector detector) {
        this.config = config;
        this.folder = folder;
        this.network = network;
        this.detector = detector;
    }

    /**
     * Restores the network from the last checkpoint, or else from the best one.
     *
     * @param now progress of the run when it diverged
     * @return the progress from which it continues
     * @throws Divergence if the configuration allows no further rollback, or neither checkpoint is good
     */
    Progress restore(Progress now, Divergence divergence) throws IOException {
        int rollbacks = now.course().rollbacks() + 1;
        if (rollbacks > config.training().rollbacks()) {
            if (divergence.lastGoodStep() < now.step()) { // later checkpoints must not be resumed
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
        network.takeOver(good.network());
        network.restoreTrainingState(good.state());
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
        return saved.step() <= divergence.lastGoodStep() && detector.isCalm(saved.course());
    }

    private static Optional<Checkpoint> read(Path file) {
        try {
            return Optional.of(CheckpointReader.read(file, true));
        } catch (UserError e) {
            return Optional.empty(); // missing or damaged
        }
    }

    /** @param left what the run's folder holds, as a sentence */
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
