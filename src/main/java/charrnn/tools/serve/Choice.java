package charrnn.tools.serve;

import charrnn.tools.serve.decode.Outcome;
import charrnn.tools.serve.decode.TextListener;
import charrnn.tools.serve.decode.Token;
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
    private final Queue<Token> letters = new ArrayDeque<>();
    private Optional<Outcome> finish = Optional.empty();
    private boolean allTaken;

    /**
     * What is new of a text.
     *
     * @param finish why it ended, told once, with its last letters; never of a text that is not complete
     */
    record News(List<Token> letters, Optional<Outcome> finish) {
        boolean isEmpty() {
            return letters.isEmpty() && finish.isEmpty();
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
    public void wrote(Token letter) {
        synchronized (this) {
            letters.add(letter);
        }
        wrote.run();
    }

    @Override
    public boolean isBehind() {
        return behind.getAsBoolean();
    }

    @Override
    public void ended(Outcome reason) {
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

    /** Takes what is new, no more than some letters of it. */
    synchronized News take(int most) {
        List<Token> taken = new ArrayList<>();
        while (taken.size() < most && !letters.isEmpty()) {
            taken.add(letters.remove());
        }
        boolean last = !allTaken && letters.isEmpty() && isComplete();
        allTaken |= last;
        return new News(taken, last ? finish : Optional.empty());
    }
}
