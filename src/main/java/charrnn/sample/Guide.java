package charrnn.sample;

/**
 * What depends on the text so far and steers how it goes on: one for each text. It is asked for the next symbol's
 * probabilities, and then told which symbol it was. Not thread-safe.
 */
public interface Guide extends Filter {
    /** The text went on with a symbol, given by its vocabulary index. */
    void made(int index);

    /** Whether the text is complete. */
    default boolean isOver() {
        return false;
    }

    /** Whether the text was closed early because it came near its maximum length. */
    default boolean isCut() {
        return false;
    }

    /**
     * Text that the model reads before the prime, so that it predicts what belongs there. Empty for none; then a line
     * feed goes before an empty prime.
     */
    default String context() {
        return "";
    }

    /** A guide for another text that has begun as this one has. */
    Guide copy();

    /** This guide and then another; the text is complete when either says so. */
    default Guide then(Guide next) {
        return new GuidePair(this, next);
    }
}
