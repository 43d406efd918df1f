package charrnn.tools.serve.decode;

import charrnn.sample.Token;

/** Receives a text on the decoding thread. Each call delays all texts, so it must be quick. */
public interface TextListener {
    /** Receives the next character. */
    void accept(Token token);

    /** Whether the client is slow to read: the text may then be parked while others wait. Called on any thread. */
    default boolean isBehind() {
        return false;
    }

    /** The text has ended; this is the last call. */
    void end(Outcome outcome);
}
