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
                new Progress(0, 0, 0, 0, 0, config.training().seed(), Progress.Scores.NONE, 0, origin));
    }

    /** Where a checkpoint was written. */
    public static TrainingStart resumed(Config config, Checkpoint checkpoint) {
        StreamingNetwork network =
                Networks.resume(checkpoint.network(), config.model().engine());
        network.restoreTrainingState(checkpoint.state());
        return new TrainingStart(network, checkpoint.progress());
    }
}
