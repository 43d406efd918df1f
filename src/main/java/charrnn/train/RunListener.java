package charrnn.train;

/** Is told what a run does. All calls come from the training thread, between updates. */
public interface RunListener extends AutoCloseable {
    /** The state of a run after an update. */
    record Step(
            long step,
            double epoch,
            long chars,
            double seconds,
            double bitsPerChar,
            double charsPerSecond,
            double done,
            double secondsLeft) {}

    /** After every update. */
    default void stepped(Step step) {}

    /** The validation text was measured. */
    default void validated(long step, double bitsPerChar, boolean best) {}

    /** A sample was drawn. */
    default void sampled(long step, String text) {}

    @Override
    default void close() {}
}
