package charrnn.tools.serve.decode;

import charrnn.sample.Token;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import java.util.List;
import java.util.Optional;

/** A client that collects one text. */
final class RecordingClient implements TextClient {
    private final StringBuilder characters = new StringBuilder();
    private List<ScheduledText> texts = List.of();
    private int received;
    private boolean ended;

    synchronized void collect(List<ScheduledText> accepted) {
        texts = accepted;
    }

    @Override
    public synchronized void onCharacter() {
        if (ended) {
            throw new IllegalStateException("a character after the end");
        }
        received++;
        notifyAll();
    }

    @Override
    public synchronized void onEnd() {
        if (ended) {
            throw new IllegalStateException("a second end");
        }
        ended = true;
        notifyAll();
    }

    synchronized String text() {
        texts.forEach(text -> characters.append(Token.text(text.take(Integer.MAX_VALUE))));
        return characters.toString();
    }

    /** The outcome, if the client was notified of it. */
    synchronized Optional<Outcome> outcome() {
        return ended ? texts.get(0).outcome() : Optional.empty();
    }

    synchronized Outcome awaitEnd() throws InterruptedException {
        while (!ended) {
            wait();
        }
        return texts.get(0).outcome().orElseThrow();
    }
}
