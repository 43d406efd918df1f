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
    private boolean ended;

    synchronized void collect(List<ScheduledText> accepted) {
        texts = accepted;
    }

    @Override
    public synchronized void onProgress(boolean hasEnded) {
        if (ended) {
            throw new IllegalStateException("progress after the end");
        }
        ended = hasEnded;
        notifyAll();
    }

    synchronized String text() {
        texts.forEach(text ->
                characters.append(Token.text(text.take(Integer.MAX_VALUE).tokens())));
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
