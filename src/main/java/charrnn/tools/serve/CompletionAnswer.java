package charrnn.tools.serve;

import charrnn.sample.GenerationRequest;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.DecodingLoop.Submission;
import charrnn.tools.serve.decode.Outcome;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request for completions while it is generated. It is a handler in the connection's pipeline until it is
 * complete, which notifies it when the client disconnects or has read what was sent.
 */
abstract class CompletionAnswer extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionAnswer.class);

    private final Channel channel;
    private final CompletionRequest request;
    private final CompletionJson json;
    private final Counter disconnections;
    private final List<TextBuffer> buffers = new ArrayList<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private Optional<Runnable> cancellation = Optional.empty();
    private boolean complete; // used on the event loop only

    CompletionAnswer(Channel channel, CompletionRequest request, CompletionJson json, Counter disconnections) {
        this.channel = channel;
        this.request = request;
        this.json = json;
        this.disconnections = disconnections;
    }

    Channel channel() {
        return channel;
    }

    CompletionRequest request() {
        return request;
    }

    CompletionJson json() {
        return json;
    }

    List<TextBuffer> buffers() {
        return buffers;
    }

    /** Makes the buffer of one text. */
    abstract TextBuffer newBuffer();

    /** Sends what can be sent at present; called on the event loop. */
    abstract void sendAvailable();

    /** Sends an error in place of the rest of the answer. */
    abstract void fail(ApiException reason);

    /**
     * Submits the texts to the decoding loop, which must be ready.
     *
     * @throws ApiException if the loop does not accept them
     */
    final void begin(DecodingLoop loop, Duration time) {
        List<Submission> submissions = new ArrayList<>();
        for (GenerationRequest text : request.texts(loop.vocabulary(request.model()))) {
            TextBuffer buffer = newBuffer();
            buffers.add(buffer);
            submissions.add(new Submission(request.model(), text, buffer));
        }
        cancellation = loop.submit(submissions, time);
        if (cancellation.isEmpty()) {
            Endpoints.requireReady(loop);
            throw ApiException.of(429, "queue_full", "the queue is full");
        }
        channel.pipeline().addLast(this);
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
            Optional<ApiException> failure = failure();
            if (failure.isPresent()) {
                fail(failure.get());
                cancellation.ifPresent(Runnable::run);
                complete();
            } else {
                sendAvailable();
            }
        } catch (RuntimeException | Error e) { // Netty does not report an Error, and the client would wait
            channel.close();
            LOG.error("an answer failed", e);
        }
    }

    private Optional<ApiException> failure() {
        return buffers.stream()
                .flatMap(buffer -> buffer.outcome().stream())
                .flatMap(outcome -> failure(outcome).stream())
                .findFirst();
    }

    private static Optional<ApiException> failure(Outcome outcome) {
        return switch (outcome) {
            case LENGTH, STOP -> Optional.empty();
            case TIMEOUT ->
                Optional.of(ApiException.of(504, "time_limit", "the text was not complete when its time was over"));
            case UNREAD ->
                Optional.of(ApiException.of(
                        503, "unread", "the client did not read the text, and waiting texts needed its place"));
            case STOPPED -> Optional.of(ApiException.of(503, "stopping", "the server stops"));
            case FAILED -> Optional.of(ApiException.of(500, "failed", "the network failed"));
        };
    }

    /** Removes this handler after the last part was sent. */
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
        cancellation.ifPresent(Runnable::run);
        disconnections.increment();
        context.fireChannelInactive();
    }
}
