package charrnn.tools.serve.decode;

import charrnn.sample.FinishReason;
import charrnn.sample.GeneratedText;
import charrnn.sample.GenerationListener;
import charrnn.sample.GenerationRequest;
import charrnn.sample.TextGenerator;
import charrnn.sample.Token;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A text that is waiting, generated or parked. All methods but {@link #cancel} are called on the decoding thread. */
final class ScheduledText implements GenerationListener {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledText.class);

    private final String model;
    private final GenerationRequest request;
    private final TextListener listener;
    private final long deadline; // in the nanoseconds of the loop's clock
    private Optional<GeneratedText> generated = Optional.empty();
    private boolean ended;
    private volatile boolean cancelled;

    /** @param model name of the model that generates the text */
    ScheduledText(String model, GenerationRequest request, TextListener listener, long deadline) {
        this.model = model;
        this.request = request;
        this.listener = listener;
        this.deadline = deadline;
    }

    String model() {
        return model;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelledOrExpired(long now) {
        return cancelled || isExpired(now);
    }

    boolean isExpired(long now) {
        return now - deadline >= 0;
    }

    /** Whether the client is slow to read. */
    boolean isBehind() {
        return listener.isBehind();
    }

    boolean hasEnded() {
        return ended;
    }

    void begin(TextGenerator generator) {
        generated = Optional.of(generator.add(request, this));
    }

    /** The text in the generator, after {@link #begin}. */
    GeneratedText generated() {
        return generated.orElseThrow();
    }

    @Override
    public void accept(Token token) {
        listener.accept(token);
    }

    @Override
    public void finish(FinishReason reason, double bitsPerChar) {
        end(reason == FinishReason.LENGTH ? Outcome.LENGTH : Outcome.STOP);
    }

    @Override
    public void fail(RuntimeException exception) {
        LOG.error("a text failed", exception);
        end(Outcome.FAILED);
    }

    /** Ends the text, and informs the listener unless the text is cancelled. */
    void end(Outcome outcome) {
        ended = true;
        if (!cancelled) {
            listener.end(outcome);
        }
    }
}
