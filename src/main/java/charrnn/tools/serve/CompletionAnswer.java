package charrnn.tools.serve;

import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ScheduledText;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request for completions while it is generated. Until it is complete, it is a handler in
 * the connection's pipeline and notices when the client disconnects or has read what was sent.
 */
abstract class CompletionAnswer extends ChannelInboundHandlerAdapter implements TextClient {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionAnswer.class);

    protected final Channel channel;
    protected final CompletionRequest request;
    protected final CompletionJson json;
    private final DecodingLoop loop;
    private final Counter disconnections;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private List<ScheduledText> texts = List.of();
    private boolean complete; // event loop only

    CompletionAnswer(Channel channel, CompletionRequest request, DecodingLoop loop, Counter disconnections) {
        this.channel = channel;
        this.request = request;
        this.json = new CompletionJson(request);
        this.loop = loop;
        this.disconnections = disconnections;
    }

    /** The texts in the order of the choices; empty before {@link #begin}. */
    final List<ScheduledText> texts() {
        return texts;
    }

    /** Sends the available characters; called on the event loop. */
    abstract void sendAvailable();

    /** Sends an error in place of the rest of the answer. */
    abstract void fail(ApiException reason);

    /**
     * Submits the texts to the decoding loop, which must be ready.
     *
     * @throws ApiException if the loop does not accept them
     */
    final void begin(Duration time) {
        Optional<List<ScheduledText>> accepted = loop.submit(request.model(), request::generationRequests, this, time);
        if (accepted.isEmpty()) {
            Endpoints.requireReady(loop);
            throw ApiException.of(429, "queue_full", "the queue is full");
        }
        texts = accepted.get();
        channel.pipeline().addLast(this);
    }

    @Override
    public final void onEnd() {
        schedule();
    }

    /** Schedules a call of {@link #sendAvailable} on the event loop; called on any thread. */
    final void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::sendAvailableOrFail);
        }
    }

    private void sendAvailableOrFail() {
        scheduled.set(false);
        // A call that was scheduled before the last part was sent may run after it.
        if (complete || !channel.isActive()) {
            return;
        }
        try {
            Optional<Outcome> failure = texts.stream()
                    .flatMap(text -> text.outcome().stream())
                    .filter(outcome -> !outcome.isComplete())
                    .findFirst();
            if (failure.isPresent()) {
                fail(refusal(failure.get()));
                loop.cancel(texts);
                complete();
            } else {
                sendAvailable();
            }
        } catch (RuntimeException | Error e) { // Netty does not report an Error, and the client would wait
            channel.close();
            LOG.error("an answer failed", e);
        }
    }

    private static ApiException refusal(Outcome outcome) {
        return switch (outcome) {
            case TIMEOUT -> ApiException.of(504, "time_limit", "the text was not complete at the time limit");
            case UNREAD ->
                ApiException.of(503, "unread", "the client did not read the text, and waiting texts needed its place");
            case STOPPED -> ApiException.of(503, "stopping", "the server stops");
            default -> ApiException.of(500, "failed", "the network failed");
        };
    }

    /** Removes this handler; called when the last part is sent. */
    final void complete() {
        complete = true;
        channel.pipeline().remove(this);
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        schedule();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        loop.cancel(texts);
        disconnections.increment();
        context.fireChannelInactive();
    }
}
