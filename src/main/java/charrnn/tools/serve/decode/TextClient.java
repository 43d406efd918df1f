package charrnn.tools.serve.decode;

/** The client of one or more texts. The methods are called on the decoding thread and delay all texts: they must be quick. */
public interface TextClient {
    /** A text has another character. */
    default void onCharacter() {}

    /** A text has ended; not called for cancelled texts. */
    void onEnd();

    /** Whether the client is slow to read: its texts may then be parked while others wait. */
    default boolean isBehind() {
        return false;
    }
}
