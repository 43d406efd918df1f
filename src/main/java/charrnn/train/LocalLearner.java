package charrnn.train;

import charrnn.config.Config;
import charrnn.pipeline.SegmentIterator;
import java.util.ArrayList;
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
        segments = segmentsFrom(0, 0);
    }

    @Override
    public int updatesAtOnce() {
        return 1;
    }

    @Override
    public List<Update> learn(Place from, double[] rates) {
        if (!from.equals(next)) {
            segments = segmentsFrom(from.epoch(), from.segment());
        }
        List<Update> made = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            made.add(updates.make(segments.next(), rates[i], config.training().seed() + from.step() + i));
        }
        next = new Place(from.step() + rates.length, from.epoch(), from.segment() + rates.length);
        return made;
    }

    private SegmentIterator segmentsFrom(int epoch, int segment) {
        return new SegmentIterator(material.plan(), material.vocabularySize(), epoch, segment);
    }
}
