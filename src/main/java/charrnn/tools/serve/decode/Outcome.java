package charrnn.tools.serve.decode;

/** How a requested text ended. */
public enum Outcome {
    /** It reached its maximum length. */
    LENGTH,
    /** A stop string was generated, or its logits processor reports it complete. */
    STOP,
    /** Its deadline passed. */
    TIMEOUT,
    /** Its client was slow to read, and too many texts were parked. */
    UNREAD,
    /** The server stops. */
    STOPPED,
    /** The network, or the program, failed. */
    FAILED;

    /** Whether the text is what was requested. */
    public boolean isComplete() {
        return this == LENGTH || this == STOP;
    }
}
