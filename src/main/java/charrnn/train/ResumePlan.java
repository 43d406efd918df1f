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
 * How {@code train --resume} continues a run. Making the plan changes nothing.
 *
 * @param last the last checkpoint, from which the run continues
 * @param saved the configuration in that checkpoint
 */
public record ResumePlan(RunFolder folder, Checkpoint last, Config saved) {

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
        return new ResumePlan(folder, last, saved);
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

    /**
     * Removes lines of the history that are newer than the checkpoint, and obsolete files. The caller holds the folder's lock.
     *
     * @param keep number of step files to keep
     * @return a sentence about lines that the checkpoint counts and the history does not have
     */
    public Optional<String> carryOut(int keep) throws IOException {
        Progress progress = last.progress();
        long lost;
        try (History.Writer history = new History.Writer(folder.history())) {
            lost = progress.historyLength() - history.keep(progress);
        }
        folder.obsolete(progress.step(), keep).forEach(AtomicFile::deleteQuietly);
        return lost == 0
                ? Optional.empty()
                : Optional.of(Count.of(lost, "line") + " of history.jsonl up to step " + progress.step()
                        + (lost == 1 ? " is lost" : " are lost"));
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
