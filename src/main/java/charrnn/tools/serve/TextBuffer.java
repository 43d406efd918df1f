package charrnn.tools.serve;

import charrnn.sample.Token;
import charrnn.tools.serve.decode.Outcome;
import charrnn.tools.serve.decode.TextListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** Buffers a text between the decoding thread, which generates it, and the event loop of a connection, which sends it. */
final class TextBuffer implements TextListener {
    private final Runnable onCharacter;
    private final Runnable onEnd;
    private final BooleanSupplier slowReader;
    private final Queue<Token> tokens = new ArrayDeque<>();
    private Optional<Outcome> outcome = Optional.empty();
    private boolean allTaken;

    /**
     * Characters of a text that were taken from the buffer.
     *
     * @param outcome the outcome of a complete text, together with its last characters; else empty
     */
    record Part(List<Token> tokens, Optional<Outcome> outcome) {
        boolean isEmpty() {
            return tokens.isEmpty() && outcome.isEmpty();
        }
    }

    /**
     * @param onCharacter called on the decoding thread after each character
     * @param onEnd called on the decoding thread after the end of the text
     * @param slowReader whether the client is slow to read; called on the decoding thread
     */
    TextBuffer(Runnable onCharacter, Runnable onEnd, BooleanSupplier slowReader) {
        this.onCharacter = onCharacter;
        this.onEnd = onEnd;
        this.slowReader = slowReader;
    }

    @Override
    public void accept(Token token) {
        synchronized (this) {
            tokens.add(token);
        }
        onCharacter.run();
    }

    @Override
    public boolean isBehind() {
        return slowReader.getAsBoolean();
    }

    @Override
    public void end(Outcome reason) {
        synchronized (this) {
            outcome = Optional.of(reason);
        }
        onEnd.run();
    }

    synchronized Optional<Outcome> outcome() {
        return outcome;
    }

    /** Whether the text has ended as requested. */
    synchronized boolean isComplete() {
        return outcome.isPresent() && outcome.get().isComplete();
    }

    /** Removes the next characters, at most {@code most}. */
    synchronized Part take(int most) {
        List<Token> taken = new ArrayList<>();
        while (taken.size() < most && !tokens.isEmpty()) {
            taken.add(tokens.remove());
        }
        boolean last = !allTaken && tokens.isEmpty() && isComplete();
        allTaken |= last;
        return new Part(taken, last ? outcome : Optional.empty());
    }
}
