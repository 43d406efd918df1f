package charrnn.train;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A session of a run, the part that one process trains: its fixed parts, and what it begins with.
 *
 * @param start progress with which the session begins
 * @param isFineTuning whether the session begins with the weights of another run's network
 */
public record Session(
        Config config,
        Corpus corpus,
        RunFolder folder,
        StreamPlan plan,
        StreamingNetwork network,
        Progress start,
        boolean isFineTuning) {
    /**
     * The first session of a run, at step 0.
     *
     * @param other network whose weights the new one gets; its layers must have the configured sizes and gates. Matches and names
     *     that it does not read get weights of zero. Empty for random weights
     * @throws UserError as {@link StreamPlan#of}
     */
    public static Session first(
            Config config, Corpus corpus, RunFolder folder, Optional<Checkpoint> other, Progress.Origin origin) {
        StreamPlan plan = StreamPlan.of(config, corpus);
        int symbols = corpus.vocabulary().size();
        StreamingNetwork network = Networks.create(config.model(), config.training(), symbols);
        other.ifPresent(it -> Networks.copyWeights(it.network(), network));
        Progress none = Progress.none(config.training().seed(), origin);
        return new Session(config, corpus, folder, plan, network, none, other.isPresent());
    }

    /**
     * A session that continues from the run's last checkpoint.
     *
     * @throws UserError as {@link StreamPlan#of}, or if the checkpoint's position is not one of the training text, as for the
     *     checkpoint or the split of another run
     */
    public static Session resumed(
            Config config, Corpus corpus, RunFolder folder, Checkpoint last, Progress.Origin origin) {
        StreamPlan plan = StreamPlan.of(config, corpus);
        checkPosition(folder.last(), last.progress(), plan.segmentsPerEpoch());
        StreamingNetwork network = Networks.resume(
                last.network(), config.model(), config.training().precision());
        network.restoreTrainingState(last.state());
        return new Session(
                config, corpus, folder, plan, network, last.progress().with(origin), false);
    }

    private static void checkPosition(Path last, Progress progress, int updates) {
        long position = progress.position().streamPosition();
        if (position >= updates || progress.epoch() * (long) updates + position != progress.step()) {
            throw new UserError(
                    last + " is not of this training text, which has " + updates + " updates an epoch: step "
                            + progress.step() + " cannot be update " + position + " of epoch " + progress.epoch()
                            + "; is it, or split.json, another run's?");
        }
    }
}
