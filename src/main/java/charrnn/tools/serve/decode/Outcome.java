package charrnn.tools.serve.decode;

/** How a text ended. */
public enum Outcome {
    /** It reached its maximum length. */
    LENGTH,
    /** A stop string was generated, or its logits processor reports it complete. */
    STOP,
    /** Its deadline passed, or it was cancelled. */
    TIMEOUT,
    /** Its client was slow, and too many texts were parked. */
    UNREAD,
    /** The server stops. */
    STOPPED,
    /** The network, or the program, failed. */
    FAILED;

    /** Whether the text was generated to its end. */
    public boolean isComplete() {
        return this == LENGTH || this == STOP;
    }
}
