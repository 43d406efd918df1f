package charrnn.tools.serve.decode;

/** The client of one or more texts. The decoding thread calls the methods, so they must not block. */
public interface TextClient {
    /** Called when a text has another character. */
    default void onCharacter() {}

    /** Called when a text that is not cancelled has ended. */
    void onEnd();

    /** Whether the client reads slowly: its texts may then be parked while others wait. */
    default boolean isSlow() {
        return false;
    }
}
