package charrnn.tools.serve.decode;

import charrnn.sample.Token;
import java.util.Optional;

/** What a listener heard. */
final class Heard implements TextListener {
    private final StringBuilder text = new StringBuilder();
    private Optional<Outcome> finish = Optional.empty();
    private volatile boolean behind;

    /** Whether the reader is behind. */
    Heard behind(boolean now) {
        behind = now;
        return this;
    }

    @Override
    public boolean isBehind() {
        return behind;
    }

    @Override
    public synchronized void accept(Token token) {
        if (finish.isPresent()) {
            throw new IllegalStateException("a character after the end");
        }
        text.appendCodePoint(token.codePoint());
        notifyAll();
    }

    @Override
    public synchronized void end(Outcome reason) {
        if (finish.isPresent()) {
            throw new IllegalStateException("a second end");
        }
        finish = Optional.of(reason);
        notifyAll();
    }

    synchronized String text() {
        return text.toString();
    }

    synchronized Optional<Outcome> finish() {
        return finish;
    }

    synchronized Outcome awaitEnd() throws InterruptedException {
        while (finish.isEmpty()) {
            wait();
        }
        return finish.get();
    }

    synchronized void awaitCharacters(int count) throws InterruptedException {
        while (text.codePointCount(0, text.length()) < count) {
            wait();
        }
    }
}
