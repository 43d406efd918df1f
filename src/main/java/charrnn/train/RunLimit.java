package charrnn.train;

import charrnn.config.TrainingConfig;
import charrnn.message.Count;
import charrnn.model.checkpoint.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A limit that a run has reached.
 *
 * @param key the key of the configuration that sets it
 * @param reason why the run has ended, as a phrase
 * @param more a value of the key with which the run continues, for about as long as the limit allowed before
 */
public record RunLimit(String key, String reason, String more) {
    /** The limits that a run has reached; none if it can continue. */
    public static List<RunLimit> reached(TrainingConfig training, Progress progress) {
        return reached(training, progress, progress.trainingSeconds());
    }

    /** The limits that a run has reached after a training time. */
    static List<RunLimit> reached(TrainingConfig training, Progress progress, double seconds) {
        List<RunLimit> reached = new ArrayList<>();
        if (training.epochs() > 0 && progress.epoch() >= training.epochs()) {
            reached.add(new RunLimit(
                    "training.epochs",
                    Count.of(progress.epoch(), "epoch") + " of " + training.epochs() + " done",
                    Long.toString((long) progress.epoch() + training.epochs())));
        }
        if (training.maxMinutes() > 0 && seconds >= 60 * training.maxMinutes()) {
            reached.add(new RunLimit(
                    "training.maxMinutes",
                    "the limit of " + Count.of(training.maxMinutes(), "minute") + " of training is reached",
                    Long.toString((long) Math.ceil(Math.floor(seconds / 60) + training.maxMinutes()))));
        }
        int validations = progress.control().validationsSinceBest();
        if (training.patience() > 0 && validations >= training.patience()) {
            reached.add(new RunLimit(
                    "training.patience",
                    "stopped early after " + Count.of(validations, "validation") + " without a new best",
                    Long.toString((long) validations + training.patience())));
        }
        return reached;
    }

    public static String describe(List<RunLimit> reached) {
        return reached.stream()
                .map(limit -> limit.reason() + " (" + limit.key() + ")")
                .collect(Collectors.joining("; "));
    }
}
