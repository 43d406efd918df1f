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

/** Keeps a text, from the decoding thread, until the connection's event loop takes it. */
final class Choice implements TextListener {
    private final Runnable wrote;
    private final BooleanSupplier behind;
    private final Runnable ended;
    private final Queue<Token> tokens = new ArrayDeque<>();
    private Optional<Outcome> finish = Optional.empty();
    private boolean allTaken;

    /**
     * What is new of a text.
     *
     * @param finish why it ended, told once, with its last characters; never of a text that is not complete
     */
    record News(List<Token> tokens, Optional<Outcome> finish) {
        boolean isEmpty() {
            return tokens.isEmpty() && finish.isEmpty();
        }
    }

    /**
     * @param wrote called on the decoding thread when there is more to take
     * @param ended called on it when there is all
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

    /** Whether it has come to its proper end. */
    synchronized boolean isComplete() {
        return finish.isPresent() && finish.get().isComplete();
    }

    /** Takes what is new, at most a number of characters. */
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
