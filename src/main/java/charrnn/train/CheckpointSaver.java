package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigWriter;
import charrnn.corpus.Corpus;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Saves a training into its folder. A checkpoint that cannot be written stays pending under its names until the next
 * update, which changes the network.
 */
final class CheckpointSaver {
    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final StreamingNetwork network;
    private final DivergenceDetector detector;
    private final Reporting reporting;

    private boolean saved;
    private List<Path> pendingNames = List.of();
    private Progress beforeValidation;

    /** @param start where the sitting begins; that moment is saved already unless it is step 0 */
    CheckpointSaver(
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
     * Notes that the network changes. The best validation loss is that of a network that could be saved: a pending one
     * is lost, and the best is again the one before.
     *
     * @return the state with the best that is saved
     */
    Progress beforeUpdate(Progress state) {
        boolean bestIsLost = pendingNames.contains(folder.best());
        saved = false;
        pendingNames = List.of();
        if (!bestIsLost) {
            return state;
        }
        Progress.Scores before = beforeValidation.scores();
        return state.with(new Progress.Scores(
                        before.bestValidationBpc(),
                        before.bestStep(),
                        state.scores().lastTrainBpc(),
                        state.scores().lastValidationBpc()))
                .with(state.course()
                        .withValidationsSinceBest(beforeValidation.course().validationsSinceBest() + 1));
    }

    /** Forgets what is pending: the network was restored from a checkpoint. */
    void rolledBack() {
        saved = false;
        pendingNames = List.of();
    }

    /**
     * Saves a checkpoint, and deletes old ones; a failure becomes an event. A network that seems to diverge is not saved,
     * so that a rollback does not restore it, unless the run is over.
     *
     * @param names files under which it is saved
     * @param before the state before the validation of this moment
     */
    void saveIfPossible(List<Path> names, Progress state, Progress before, boolean over) {
        pendingNames = List.copyOf(names);
        beforeValidation = before;
        if (!over && !detector.isCalm(state.course())) {
            reportRise(state);
            return;
        }
        try {
            save(names, state);
        } catch (IOException e) {
            reporting.event(state, "not saved: " + e.getMessage());
            return;
        }
        try {
            folder.prune(config.checkpoints().keep());
        } catch (IOException e) {
            reporting.event(state, "an old checkpoint could not be deleted: " + Reason.of(e));
        }
    }

    /**
     * Saves the end of a sitting, unless it is saved already or the network seems to diverge.
     *
     * @return the state with the best that is saved
     */
    Progress saveEnd(Progress state, boolean over) throws IOException {
        if (saved) {
            return state;
        }
        if (over || detector.isCalm(state.course())) {
            save(pendingNames.isEmpty() ? List.of(folder.last()) : pendingNames, state);
            return state;
        }
        if (pendingNames.isEmpty()) {
            reportRise(state);
        }
        return beforeUpdate(state);
    }

    private void reportRise(Progress state) {
        reporting.event(
                state,
                String.format(
                        Locale.ROOT,
                        "not saved: the loss has risen from %.3f to %.3f bits per character",
                        state.course().lowestBpc().orElseThrow(),
                        state.course().smoothedBpc().orElseThrow()));
    }

    /** Saves one checkpoint under several names. */
    void save(List<Path> names, Progress state) throws IOException {
        DivergenceDetector.checkWeights(network, state.step());
        String yaml = ConfigWriter.toYaml(config);
        if (folder.restore(yaml, () -> corpus.split().toJson())) {
            reporting.event(state, "the run's folder was gone, and is created again");
        }
        reporting.force();
        Path first = names.get(0);
        CheckpointWriter.write(
                new Checkpoint(network, corpus.vocabulary(), yaml, reporting.snapshot(state), network.trainingState()),
                first,
                true);
        pendingNames = names.subList(1, names.size());
        for (Path name : pendingNames) {
            AtomicFile.link(first, name);
        }
        saved = true;
        pendingNames = List.of();
    }
}
