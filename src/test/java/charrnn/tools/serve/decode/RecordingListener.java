package charrnn.tools.serve.decode;

import charrnn.sample.Token;
import java.util.Optional;

/** A listener that records its text. */
final class RecordingListener implements TextListener {
    private final StringBuilder text = new StringBuilder();
    private Optional<Outcome> outcome = Optional.empty();
    private volatile boolean behind;

    /** Sets whether the client is slow to read. */
    RecordingListener behind(boolean value) {
        behind = value;
        return this;
    }

    @Override
    public boolean isBehind() {
        return behind;
    }

    @Override
    public synchronized void accept(Token token) {
        if (outcome.isPresent()) {
            throw new IllegalStateException("a character after the end");
        }
        text.appendCodePoint(token.codePoint());
        notifyAll();
    }

    @Override
    public synchronized void end(Outcome how) {
        if (outcome.isPresent()) {
            throw new IllegalStateException("a second end");
        }
        outcome = Optional.of(how);
        notifyAll();
    }

    synchronized String text() {
        return text.toString();
    }

    synchronized Optional<Outcome> outcome() {
        return outcome;
    }

    synchronized Outcome awaitEnd() throws InterruptedException {
        while (outcome.isEmpty()) {
            wait();
        }
        return outcome.get();
    }

    synchronized void awaitCharacters(int count) throws InterruptedException {
        while (text.codePointCount(0, text.length()) < count) {
            wait();
        }
    }
}
