package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.message.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * From what {@code train --resume} continues a run.
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
            List<Path> others = new ArrayList<>(folder.steps());
            Collections.reverse(others);
            others.add(folder.best());
            String advice = others.stream()
                    .filter(file -> CheckpointReader.readIfWhole(file).isPresent())
                    .findFirst() // reads no older one
                    .map(file -> "; to continue from an earlier step, copy " + file + " to " + folder.last())
                    .orElse("");
            throw new UserError(e.getMessage() + advice, e);
        }
    }

    /** The number of lines up to the checkpoint that the history has lost. */
    public long lostLines() throws IOException {
        Progress progress = last.progress();
        return progress.historyLength()
                - History.read(folder.history()).ofCheckpoint(progress).size();
    }
}
