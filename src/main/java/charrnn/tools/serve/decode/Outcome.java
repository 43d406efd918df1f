package charrnn.tools.serve.decode;

/** Why a text ended. */
public enum Outcome {
    /** It has the length that was asked for. */
    LENGTH,
    /** One of its stop strings came, or the place where it was to end. */
    STOP,
    /** Its time is over. */
    TIMEOUT,
    /** Its reader was behind, and there was no room to park it. */
    UNREAD,
    /** The server stops. */
    STOPPED,
    /** The network, or the program, failed. */
    FAILED;

    /** Whether the text is what was asked for. */
    public boolean isComplete() {
        return this == LENGTH || this == STOP;
    }
}
