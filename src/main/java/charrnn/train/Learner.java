package charrnn.train;

import charrnn.config.Config;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.StreamPlan;
import java.io.Serializable;
import java.util.List;

/** Makes a training's updates, in this process or on other machines. */
public interface Learner {
    /** The largest number of updates in one call. */
    int updatesAtOnce();

    /**
     * Updates the network on consecutive segments, and advances its training state.
     *
     * @param rates the learning rate of each update, 1 to {@link #updatesAtOnce} of them within an epoch
     * @return the updates, as many as there are rates; none, with an unchanged network, if the learner was shut down
     */
    List<Update> learn(Place from, double[] rates);

    /**
     * A place in a training.
     *
     * @param step updates made before
     * @param epoch passes over the text done before
     * @param segment the next one within the epoch
     */
    record Place(long step, int epoch, int segment) {}

    /**
     * Measurements of an update.
     *
     * @param bitsPerChar loss before it
     * @param gradientNorm global norm of the gradient before clipping, nats per character
     */
    record Update(double bitsPerChar, double gradientNorm) implements Serializable {}

    /**
     * The network and the text of a training.
     *
     * @param network updated in place
     * @param plan where the segments lie
     * @param vocabularySize number of symbols
     */
    record Material(StreamingNetwork network, StreamPlan plan, int vocabularySize) {}

    /** Makes the learner of a run. */
    interface Maker {
        Learner make(Config config, Material material);
    }
}
