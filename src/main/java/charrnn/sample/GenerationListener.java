package charrnn.sample;

/** Receives a text while a {@link TextGenerator} generates it. */
@FunctionalInterface
public interface GenerationListener {
    /** Receives the next character. A possible beginning of a stop string is held back until the next characters decide. */
    void accept(Token token);

    /**
     * Called last if the text is complete.
     *
     * @param bitsPerChar mean information of the generated characters, including those of the stop string, by the
     *     model's own probabilities; 0 if there are none
     */
    default void finish(FinishReason reason, double bitsPerChar) {}

    /**
     * Called last if the text cannot be continued, for instance because no symbol has a probability above zero.
     * The default implementation throws the exception.
     */
    default void fail(RuntimeException exception) {
        throw exception;
    }
}
