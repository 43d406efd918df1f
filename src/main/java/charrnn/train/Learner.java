package charrnn.train;

import charrnn.match.InputEncoding;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.BatchIterator;
import charrnn.pipeline.EpochSegments;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        private final Session session;
        private final Updates updates;
        private @Nullable BatchIterator batches;
        private long nextStep;
        private int epoch;

        public Local(Session session) {
            this.session = session;
            updates = new Updates(session.config().model(), session.config().training(), session.network());
        }

        @Override
        public List<Update> learn(Progress from, double[] rates) {
            BatchIterator current = batches;
            if (current == null || from.step() != nextStep || from.epoch() != epoch) {
                epoch = from.epoch();
                int first = Math.toIntExact(from.position().streamPosition());
                InputEncoding encoding = session.network().encoding();
                current = new BatchIterator(new EpochSegments(session.plan(), encoding, epoch, first));
                batches = current;
            }
            nextStep = from.step() + 1;
            long seed = session.config().training().seed() + from.step();
            return List.of(updates.make(current.next(), rates[0], seed));
        }
    }
}
