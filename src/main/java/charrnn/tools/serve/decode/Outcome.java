package charrnn.tools.serve.decode;

/** How a requested text ended. */
public enum Outcome {
    /** It reached its maximum length. */
    LENGTH,
    /** One of its stop strings was generated, or the place where it was to end. */
    STOP,
    /** Its time is over. */
    TIMEOUT,
    /** Its client was slow to read, and no further text could be parked. */
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
