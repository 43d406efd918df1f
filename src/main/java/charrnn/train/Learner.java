package charrnn.train;

import charrnn.config.Config;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.StreamPlan;
import java.io.Serializable;
import java.util.List;

/** Makes a training's updates, here or on other machines. When it has made some, the network is as they left it. */
public interface Learner {
    /** How many updates it makes in one go, at most. */
    int updatesAtOnce();

    /**
     * Updates the network on the segments that follow a place, one after the other, and takes the training state on.
     *
     * @param rates the learning rate of each update, 1 to {@link #updatesAtOnce} of them within an epoch
     * @return the updates, as many as there are rates; none if it can make no more because it was shut down, the
     *     network being as it was
     */
    List<Update> learn(Place from, double[] rates);

    /**
     * A place in a training.
     *
     * @param step updates made before
     * @param epoch passes over the text done before
     * @param segment within the epoch, the one that comes next
     */
    record Place(long step, int epoch, int segment) {}

    /**
     * What an update showed.
     *
     * @param bitsPerChar loss before it
     * @param gradientNorm global norm of the gradient before clipping, nats per character
     */
    record Update(double bitsPerChar, double gradientNorm) implements Serializable {}

    /**
     * What there is to work on.
     *
     * @param network updated in place
     * @param plan where the segments lie
     * @param vocabularySize number of symbols
     */
    record Material(StreamingNetwork network, StreamPlan plan, int vocabularySize) {}

    /** Makes a learner for a run. */
    interface Maker {
        Learner make(Config config, Material material);
    }
}
