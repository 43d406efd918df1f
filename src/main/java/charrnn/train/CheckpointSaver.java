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

/** Saves the checkpoints of a training. If one cannot be written, its names stay pending until the next update. */
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

    /** @param start the first network and progress, which are saved already unless this is step 0 */
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
     * Discards pending names before an update changes the network. If the best network was pending, the best is again the
     * previous one.
     *
     * @return the progress with the best validation of which a checkpoint exists
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

    /** Discards pending names after a rollback. */
    void rolledBack() {
        saved = false;
        pendingNames = List.of();
    }

    /**
     * Saves a checkpoint and deletes old ones; a failure is recorded as an event. While the loss has risen far, nothing is
     * saved, so that a rollback does not restore a diverging network, unless the run is over.
     *
     * @param names files to save the checkpoint under
     * @param before progress before the validation, if there was one at this step
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
     * Saves the last checkpoint of a sitting, unless the network is saved already or its loss has risen far.
     *
     * @return the progress with the best validation of which a checkpoint exists
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
