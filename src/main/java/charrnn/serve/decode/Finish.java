package charrnn.serve.decode;

/** Why a text ended. */
public enum Finish {
    /** It has the length that was asked for. */
    LENGTH,
    /** One of its stop strings came. */
    STOP,
    /** Its time is over. */
    TIMEOUT,
    /** The server stops. */
    STOPPED,
    /** The network, or the program, failed. */
    FAILED
}
