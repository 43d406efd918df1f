package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.files.AtomicFile;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code train --resume} does in the folder of a run. Making the plan changes nothing: {@code train} carries it out, and
 * {@code inspect} prints it.
 *
 * @param last the last checkpoint, from which the run continues
 * @param saved the configuration in that checkpoint
 * @param keptLines lines of the history that stay
 * @param newerLines later lines of the history, which are removed because the run repeats their steps
 * @param lostLines lines that the checkpoint counts and the history does not have
 * @param obsolete files that are deleted
 */
public record ResumePlan(
        RunFolder folder,
        Checkpoint last,
        Config saved,
        int keptLines,
        int newerLines,
        long lostLines,
        List<Path> obsolete) {

    /**
     * Plans to resume a run with a configuration.
     *
     * @throws UserError if the last checkpoint cannot be read, or the configuration changes a key that must stay
     */
    public static ResumePlan of(RunFolder folder, Config config) throws IOException {
        Checkpoint last = readLast(folder);
        Config saved = ConfigLoader.recorded(last.configYaml(), folder.last() + ": its configuration");
        List<String> refusals = new ArrayList<>(ConfigChange.refusals(saved, config));
        if (!refusals.isEmpty()) {
            refusals.add("to resume with the run's own configuration: train --config " + folder.config() + " --resume");
            throw new UserError(refusals);
        }
        Progress progress = last.progress();
        History history = History.read(folder.history());
        int kept = history.ofCheckpoint(progress).size();
        int all = history.lines().size() + (history.unfinished().isPresent() ? 1 : 0);
        return new ResumePlan(
                folder,
                last,
                saved,
                kept,
                all - kept,
                progress.historyLength() - kept,
                folder.obsolete(progress.step(), config.checkpoints().keep()));
    }

    /** Reads the last checkpoint; the message of a failure names another checkpoint of the run that can be read. */
    private static Checkpoint readLast(RunFolder folder) throws IOException {
        try {
            return CheckpointReader.read(folder.last(), true);
        } catch (UserError e) {
            List<Path> others = new ArrayList<>(List.of(folder.best()));
            others.addAll(folder.steps());
            String advice = others.stream()
                    .filter(ResumePlan::isResumable)
                    .reduce((older, newer) -> newer)
                    .map(file -> "; to continue from an earlier step, copy " + file + " to " + folder.last())
                    .orElse("");
            throw new UserError(e.getMessage() + advice, e);
        }
    }

    private static boolean isResumable(Path checkpoint) {
        try {
            CheckpointReader.read(checkpoint, true);
            return true;
        } catch (UserError e) {
            return false; // missing or damaged
        }
    }

    /** Removes the newer lines of the history, and deletes the obsolete files. The caller holds the folder's lock. */
    public void carryOut() throws IOException {
        try (History.Writer history = new History.Writer(folder.history())) {
            history.keep(last.progress());
        }
        obsolete.forEach(AtomicFile::deleteQuietly);
    }

    /** A sentence about lost lines of the history. */
    public Optional<String> loss() {
        return lostLines == 0
                ? Optional.empty()
                : Optional.of(Count.of(lostLines, "line") + " of history.jsonl up to step "
                        + last.progress().step() + (lostLines == 1 ? " is lost" : " are lost"));
    }

    /**
     * Checks that the position of the checkpoint is one of the training text.
     *
     * @throws UserError if it is not, as for the checkpoint or the split of another run
     */
    public void checkPosition(StreamPlan text) {
        Progress progress = last.progress();
        int updates = text.segmentsPerEpoch();
        long position = progress.position().streamPosition();
        if (position >= updates || progress.epoch() * (long) updates + position != progress.step()) {
            throw new UserError(folder.last() + " is not of this training text, which has " + updates
                    + " updates an epoch: step " + progress.step() + " cannot be update " + position + " of epoch "
                    + progress.epoch() + "; is it, or split.json, another run's?");
        }
    }
}
