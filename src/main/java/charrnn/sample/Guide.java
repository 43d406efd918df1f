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

    /** A guide for another text that has begun as this one has. */
    Guide copy();

    /** This guide and then another; the text is complete when either says so. */
    default Guide then(Guide next) {
        return new GuidePair(this, next);
    }
}
