package charrnn.train;

import charrnn.config.Config;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;

/** The network, with its training state, and the progress with which a sitting of a run begins. */
public record TrainingStart(StreamingNetwork network, Progress progress) {
    /** A new network with random weights, at step 0. */
    public static TrainingStart fromScratch(Config config, int vocabularySize, Progress.Origin origin) {
        return new TrainingStart(
                Networks.create(config.model(), config.training(), vocabularySize),
                Progress.none(config.training().seed(), origin));
    }

    /**
     * A new network, at step 0, with the weights of another one, whose layers must have the configured sizes and gates. Matches
     * and names that the other one does not read get weights of zero.
     */
    public static TrainingStart fromWeights(Config config, Checkpoint other, Progress.Origin origin) {
        TrainingStart start = fromScratch(config, other.vocabulary().size(), origin);
        Networks.copyWeights(other.network(), start.network());
        return start;
    }

    /** The network and the progress of the run's last checkpoint. */
    public static TrainingStart resumed(Config config, Checkpoint checkpoint, Progress.Origin origin) {
        StreamingNetwork network = Networks.resume(
                checkpoint.network(), config.model(), config.training().precision());
        network.restoreTrainingState(checkpoint.state());
        return new TrainingStart(network, checkpoint.progress().with(origin));
    }
}
