package charrnn.train;

import charrnn.config.Config;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.SegmentIterator;
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

    /** Makes the updates in this process, one at a time. */
    final class Local implements Learner {
        private final Config config;
        private final Material material;
        private final Updates updates;
        private SegmentIterator segments;
        private Place next = new Place(0, 0, 0);

        public Local(Config config, Material material) {
            this.config = config;
            this.material = material;
            updates = new Updates(
                    config.model(),
                    config.training(),
                    material.network(),
                    material.plan().batch());
            segments = segmentsFrom(next);
        }

        @Override
        public int updatesAtOnce() {
            return 1;
        }

        @Override
        public List<Update> learn(Place from, double[] rates) {
            if (!from.equals(next)) {
                segments = segmentsFrom(from);
            }
            next = new Place(from.step() + 1, from.epoch(), from.segment() + 1);
            return List.of(
                    updates.make(segments.next(), rates[0], config.training().seed() + from.step()));
        }

        private SegmentIterator segmentsFrom(Place place) {
            return new SegmentIterator(material.plan(), material.vocabularySize(), place.epoch(), place.segment());
        }
    }
}
