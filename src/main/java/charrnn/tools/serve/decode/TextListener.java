package charrnn.tools.serve.decode;

/** Told how a text goes on, on the decoding thread: whatever it does holds up all texts, so it must be quick. */
public interface TextListener {
    /** The text has a further character. */
    void wrote(Token letter);

    /** Whether the reader is behind: the text may then be parked while others wait for its place. On any thread. */
    default boolean isBehind() {
        return false;
    }

    /** The text is over. Nothing comes after this. */
    void ended(Outcome finish);
}
