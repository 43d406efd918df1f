package charrnn.tools.serve.decode;

import charrnn.sample.GeneratedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.GenerationRequest;
import charrnn.sample.TextGenerator;
import charrnn.sample.TextGenerator.GenerationListener;
import charrnn.sample.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text that is waiting or running. It buffers its characters between the decoding thread, which generates them,
 * and the client's thread, which may call {@link #outcome} and {@link #take}.
 */
public final class ScheduledText implements GenerationListener {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledText.class);

    private final TextGenerator generator;
    private final GenerationRequest request;
    private final TextClient client;
    private final long deadline; // in the nanoseconds of the loop's clock
    private final Queue<Token> tokens = new ArrayDeque<>();
    private Optional<GeneratedText> generated = Optional.empty(); // present from begin() on
    private int taken; // number of characters that have left the buffer
    private Optional<Outcome> outcome = Optional.empty();
    private volatile boolean cancelled;

    /** @param generator the generator of the model's current network */
    ScheduledText(TextGenerator generator, GenerationRequest request, TextClient client, long deadline) {
        this.generator = generator;
        this.request = request;
        this.client = client;
        this.deadline = deadline;
    }

    TextGenerator generator() {
        return generator;
    }

    boolean hasBegun() {
        return generated.isPresent();
    }

    /** Begins the text if it has not begun. */
    void begin() {
        if (!hasBegun()) {
            generated = Optional.of(generator.add(request, this));
        }
    }

    void cancel() {
        cancelled = true;
    }

    /** Removes a text that is cancelled or whose deadline has passed from its generator, and ends it. */
    void stopIfDue(long now) {
        if (outcome().isEmpty() && (cancelled || now - deadline >= 0)) {
            generated.ifPresent(generator::remove);
            end(Outcome.TIMEOUT);
        }
    }

    /** Ends the text if it has not ended, and notifies the client unless the text is cancelled. */
    public void end(Outcome reason) {
        synchronized (this) {
            if (outcome.isPresent()) {
                return;
            }
            outcome = Optional.of(reason);
        }
        if (!cancelled) {
            client.onProgress(true);
        }
    }

    @Override
    public void accept(Token token) {
        synchronized (this) {
            tokens.add(token);
        }
        client.onProgress(false);
    }

    @Override
    public void finish(FinishReason reason) {
        end(reason == FinishReason.LENGTH ? Outcome.LENGTH : Outcome.STOP);
    }

    @Override
    public boolean fail(Throwable fault) {
        LOG.error("a text failed", fault);
        end(Outcome.FAILED);
        return true;
    }

    public synchronized Optional<Outcome> outcome() {
        return outcome;
    }

    /** Number of characters that have been taken from the buffer. */
    public synchronized int taken() {
        return taken;
    }

    /** Removes the next characters from the buffer, at most {@code max}. */
    public synchronized Part take(int max) {
        int offset = taken;
        List<Token> next = new ArrayList<>();
        while (next.size() < max && !tokens.isEmpty()) {
            next.add(tokens.remove());
        }
        taken += next.size();
        return new Part(offset, next, tokens.isEmpty() ? outcome.filter(Outcome::isComplete) : Optional.empty());
    }

    /**
     * The next characters of a text.
     *
     * @param offset number of characters before them
     * @param outcome the text's, if it is complete and these are its last characters
     */
    public record Part(int offset, List<Token> tokens, Optional<Outcome> outcome) {}

    public enum Outcome {
        LENGTH,
        /** A stop string was generated, or its constraint reports it complete. */
        STOP,
        /** Its deadline passed, or it was cancelled. */
        TIMEOUT,
        STOPPED,
        FAILED;

        public boolean isComplete() {
            return this == LENGTH || this == STOP;
        }
    }

    /** The client of one or more texts. */
    public interface TextClient {
        /**
         * Called on the decoding thread after each character, and when a text that is not cancelled has ended; must not block.
         */
        void onProgress(boolean hasEnded);
    }
}
