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

    /** Whether the text had to end because few characters were left, and would else have gone on. */
    default boolean isCut() {
        return false;
    }

    /**
     * What the model reads before the prime, in place of a line's end before an empty one: it puts the model where the text
     * is meant to be. Empty for nothing.
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
