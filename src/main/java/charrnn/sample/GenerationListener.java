package charrnn.sample;

/** Receives a text while a {@link TextGenerator} generates it. */
public interface GenerationListener {
    /** The text has a further character. A possible beginning of a stop string is held back until it is decided. */
    void accept(Token token);

    /**
     * The text is complete; this is the last call.
     *
     * @param bitsPerChar mean information of all generated characters by the model's own probabilities, the stop string
     *     included; 0 without any
     */
    void finish(FinishReason reason, double bitsPerChar);

    /**
     * The text cannot be continued, because the model gives no symbol a probability for instance; this is the last call.
     * The default throws the exception.
     */
    default void fail(RuntimeException exception) {
        throw exception;
    }
}
