package charrnn.train;

import charrnn.config.Config;
import charrnn.pipeline.SegmentIterator;
import java.util.List;

/** Makes the updates in this process, one at a time. */
public final class LocalLearner implements Learner {
    private final Config config;
    private final Material material;
    private final Updates updates;
    private SegmentIterator segments;
    private Place next = new Place(0, 0, 0);

    public LocalLearner(Config config, Material material) {
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
        return List.of(updates.make(segments.next(), rates[0], config.training().seed() + from.step()));
    }

    private SegmentIterator segmentsFrom(Place place) {
        return new SegmentIterator(material.plan(), material.vocabularySize(), place.epoch(), place.segment());
    }
}
