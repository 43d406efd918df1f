package charrnn.sample;

/** Receives a text while a {@link TextGenerator} generates it. */
@FunctionalInterface
public interface GenerationListener {
    /** The text has another character. A possible beginning of a stop string is held back until it is decided. */
    void accept(Token token);

    /**
     * The text is complete; this is the last call.
     *
     * @param bitsPerChar mean information of the generated characters, including those of the stop string, by the
     *     model's own probabilities; 0 if there are none
     */
    default void finish(FinishReason reason, double bitsPerChar) {}

    /**
     * The text cannot be continued, for instance because no symbol has a probability above zero; this is the last call.
     * The default implementation throws the exception.
     */
    default void fail(RuntimeException exception) {
        throw exception;
    }
}
