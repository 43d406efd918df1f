package charrnn.train;

import charrnn.model.StreamingNetwork;
import java.util.OptionalDouble;

/** Receives the events of a training. All calls come from the training thread, between updates. */
public interface RunListener extends AutoCloseable {
    /**
     * The state of a run after an update.
     *
     * @param step updates made, earlier sessions included
     * @param epoch passes over the training text, as a fraction
     * @param best lowest validation loss so far, bits per character
     * @param gradientNorm global norm of the gradient before clipping, nats per character
     * @param charsPerSecond speed since the last report
     * @param fractionDone fraction of the run that is done, by epochs or by time
     * @param secondsLeft until the end, by epochs or by time; infinite if neither is limited
     */
    record Step(
            long step,
            double epoch,
            double bitsPerChar,
            OptionalDouble best,
            double learningRate,
            double gradientNorm,
            double charsPerSecond,
            double fractionDone,
            double secondsLeft) {}

    /** Called before the first update. Deeplearning4j's listeners may be added to the network. */
    default void started(StreamingNetwork network) {}

    default void stepped(Step step) {}

    default void validated(long step, double bitsPerChar, boolean best) {}

    /** Called with each generated sample, its prompt included. */
    default void sampled(long step, String text) {}

    /** Called when a diverged training continues from an earlier step; reports of later steps are void. */
    default void rolledBack(long toStep) {}

    /** Called with the text of an event, such as a rollback. */
    default void event(long step, String text) {}

    @Override
    default void close() {}
}
