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

/** Buffers a text between the decoding thread, which writes it, and the event loop of the connection, which takes it. */
final class Choice implements TextListener {
    private final Runnable wrote;
    private final BooleanSupplier behind;
    private final Runnable ended;
    private final Queue<Token> tokens = new ArrayDeque<>();
    private Optional<Outcome> finish = Optional.empty();
    private boolean allTaken;

    /**
     * The part of a text that was not taken before.
     *
     * @param finish why the text ended, with its last characters; empty if it has not ended or is not complete
     */
    record News(List<Token> tokens, Optional<Outcome> finish) {
        boolean isEmpty() {
            return tokens.isEmpty() && finish.isEmpty();
        }
    }

    /**
     * @param wrote called on the decoding thread after each character
     * @param ended called on the decoding thread after the end of the text
     * @param behind whether the client is slow to read; called on the decoding thread
     */
    Choice(Runnable wrote, Runnable ended, BooleanSupplier behind) {
        this.wrote = wrote;
        this.behind = behind;
        this.ended = ended;
    }

    @Override
    public void accept(Token token) {
        synchronized (this) {
            tokens.add(token);
        }
        wrote.run();
    }

    @Override
    public boolean isBehind() {
        return behind.getAsBoolean();
    }

    @Override
    public void end(Outcome reason) {
        synchronized (this) {
            finish = Optional.of(reason);
        }
        ended.run();
    }

    synchronized Optional<Outcome> finish() {
        return finish;
    }

    /** Whether the text has ended as requested. */
    synchronized boolean isComplete() {
        return finish.isPresent() && finish.get().isComplete();
    }

    /** Takes the next characters, at most {@code most}. */
    synchronized News take(int most) {
        List<Token> taken = new ArrayList<>();
        while (taken.size() < most && !tokens.isEmpty()) {
            taken.add(tokens.remove());
        }
        boolean last = !allTaken && tokens.isEmpty() && isComplete();
        allTaken |= last;
        return new News(taken, last ? finish : Optional.empty());
    }
}
