package charrnn.train;

import charrnn.tools.score.ParseRate;
import java.util.OptionalDouble;

/** Is told what a run does. All calls come from the training thread, between updates. */
public interface RunListener extends AutoCloseable {
    /**
     * The state of a run after an update.
     *
     * @param step updates done
     * @param epoch passes over the text, with the fraction
     * @param chars characters trained on
     * @param seconds training time, earlier sittings included
     * @param bitsPerChar loss of this update
     * @param best lowest validation loss so far, bits per character
     * @param charsPerSecond speed since the last report
     * @param done share of the run that is over, by epochs or by time
     * @param secondsLeft until the end, by epochs or by time; infinite where that cannot be told
     */
    record Step(
            long step,
            double epoch,
            long chars,
            double seconds,
            double bitsPerChar,
            OptionalDouble best,
            double charsPerSecond,
            double done,
            double secondsLeft) {}

    /** After every update. */
    default void stepped(Step step) {}

    /** The validation text was measured. */
    default void validated(long step, double bitsPerChar, boolean best) {}

    /**
     * Samples of a validation were judged.
     *
     * @param seconds what writing and judging them took
     */
    default void scored(long step, ParseRate score, double seconds) {}

    /** A sample was drawn. */
    default void sampled(long step, String text) {}

    /** The training diverged and goes on from a step before: what was told of later ones is no longer so. */
    default void wentBack(long step) {}

    /** Something else happened: a rollback, a save that failed. */
    default void event(long step, String text) {}

    @Override
    default void close() {}
}
