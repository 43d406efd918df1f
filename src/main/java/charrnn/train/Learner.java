package charrnn.train;

import charrnn.config.Config;
import charrnn.match.InputEncoding;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.BatchIterator;
import charrnn.pipeline.EpochSegments;
import charrnn.pipeline.StreamPlan;
import java.io.Serializable;
import java.util.List;

/** Makes the updates of a training, in this process or on other machines. */
public interface Learner {
    /** The largest number of updates in one call. */
    default int updatesAtOnce() {
        return 1;
    }

    /**
     * Updates the network on consecutive segments, and advances its training state.
     *
     * @param from progress of the run, which says which segment is next
     * @param rates the learning rate of each update, 1 to {@link #updatesAtOnce} of them within an epoch
     * @return one update for each rate; none, with an unchanged network, if the learner was shut down
     */
    List<Update> learn(Progress from, double[] rates);

    /** The loss before an update, and the global norm of its gradient before clipping, nats per character. */
    record Update(double bitsPerChar, double gradientNorm) implements Serializable {}

    /** Makes the updates in this process, one at a time. */
    final class Local implements Learner {
        private final long seed;
        private final StreamPlan plan;
        private final InputEncoding encoding;
        private final Updates updates;
        private BatchIterator batches;
        private long nextStep;
        private int epoch;

        public Local(Session session) {
            Config config = session.config();
            seed = config.training().seed();
            plan = session.plan().withMemory(config);
            encoding = session.network().encoding();
            updates = new Updates(config.model(), config.training(), session.network(), plan.batchSize());
            batches = new BatchIterator(new EpochSegments(plan, encoding, 0, 0));
        }

        @Override
        public List<Update> learn(Progress from, double[] rates) {
            if (from.step() != nextStep || from.epoch() != epoch) {
                epoch = from.epoch();
                batches = new BatchIterator(new EpochSegments(
                        plan, encoding, epoch, Math.toIntExact(from.position().streamPosition())));
            }
            nextStep = from.step() + 1;
            return List.of(updates.make(batches.next(), rates[0], seed + from.step()));
        }
    }
}
