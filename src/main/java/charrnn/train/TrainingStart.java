package charrnn.train;

import charrnn.config.Config;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;

/**
 * Where a training begins.
 *
 * @param network new or restored, its training state in it
 * @param progress how far the run has come
 */
public record TrainingStart(StreamingNetwork network, Progress progress) {
    /** A new network at step 0. */
    public static TrainingStart anew(Config config, int vocabularySize, Progress.Origin origin) {
        return new TrainingStart(
                Networks.create(config.model(), config.training(), vocabularySize),
                Progress.none(config.training().seed(), origin));
    }

    /** Step 0 of a run that begins with the weights of another one, its layers being of the configured sizes. */
    public static TrainingStart from(Config config, Checkpoint other, Progress.Origin origin) {
        StreamingNetwork network = Networks.create(
                config.model(), config.training(), other.vocabulary().size());
        network.setParams(other.network().params());
        return new TrainingStart(network, Progress.none(config.training().seed(), origin));
    }

    /** Where a checkpoint was written. */
    public static TrainingStart resumed(Config config, Checkpoint checkpoint) {
        StreamingNetwork network = Networks.resume(
                checkpoint.network(), config.model().engine(), config.training().precision());
        network.restoreTrainingState(checkpoint.state());
        return new TrainingStart(network, checkpoint.progress());
    }
}
