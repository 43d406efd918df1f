package charrnn.tools.serve;

import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ScheduledText;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.Part;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request for completions while it is generated: one JSON document or, for a stream, server-sent events, each with
 * the next characters of one text. Until it is complete, it is a handler in the connection's pipeline and notices when the client
 * disconnects or has read what was sent. While the client reads a stream too slowly, characters stay in the buffers of the
 * texts; the next events then have more characters.
 */
final class CompletionAnswer extends ChannelInboundHandlerAdapter implements TextClient {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionAnswer.class);
    private static final int MAX_CHARACTERS_PER_EVENT = 256;

    private final Channel channel;
    private final CompletionRequest request;
    private final CompletionJson json;
    private final DecodingLoop loop;
    private final long deadline;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    // The following are used on the event loop only.
    private List<ScheduledText> texts =
            List.of(); // in the order of the choices; empty before attach() and after complete()
    private final BitSet ended = new BitSet(); // the texts whose last event has been sent
    private boolean headSent;

    /** @param time limit from now to the end of the texts */
    CompletionAnswer(Channel channel, CompletionRequest request, DecodingLoop loop, Duration time) {
        this.channel = channel;
        this.request = request;
        this.json = new CompletionJson(request);
        this.loop = loop;
        deadline = System.nanoTime() + time.toNanos();
    }

    /**
     * Checks the prompts, and submits the texts to the decoding loop. Called on any thread.
     *
     * @return done when the answer is a handler of the connection
     * @throws ApiException if a prompt is not allowed, or the loop does not accept the texts
     */
    Future<?> begin() {
        List<ScheduledText> accepted = loop.submit(request.model(), request::generationRequests, this, deadline)
                .orElseThrow(() -> {
                    Server.requireReady(loop);
                    return ApiException.of(429, "queue_full", "the queue is full");
                });
        return channel.eventLoop().submit(() -> attach(accepted));
    }

    private void attach(List<ScheduledText> accepted) {
        texts = accepted;
        if (channel.isActive()) {
            channel.pipeline().addLast(this);
            schedule(); // the characters that were generated in the meantime
        } else {
            loop.cancel(texts);
        }
    }

    @Override
    public void onProgress(boolean hasEnded) {
        if (hasEnded || request.stream()) {
            schedule();
        }
    }

    /** Schedules a call of {@link #sendAvailable} on the event loop; called on any thread. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::sendAvailableOrClose);
        }
    }

    private void sendAvailableOrClose() {
        scheduled.set(false);
        try {
            if (!texts.isEmpty() && channel.isActive()) {
                sendAvailable();
            }
        } catch (RuntimeException | Error e) { // Netty does not report an Error, and the client would wait
            channel.close();
            LOG.error("an answer failed", e);
        }
    }

    /** Sends an error, the available characters of a stream or, if all texts are complete, the whole answer. */
    private void sendAvailable() {
        List<Outcome> outcomes =
                texts.stream().flatMap(text -> text.outcome().stream()).toList();
        Optional<Outcome> failure =
                outcomes.stream().filter(outcome -> !outcome.isComplete()).findFirst();
        if (failure.isPresent()) {
            fail(refusal(failure.get()));
        } else if (request.stream()) {
            sendEvents();
        } else if (outcomes.size() == texts.size()) {
            sendDocument();
        }
    }

    private void sendDocument() {
        ObjectNode completion = json.completion();
        for (int index = 0; index < texts.size(); index++) {
            json.addChoice(completion, index, texts.get(index).take(Integer.MAX_VALUE));
        }
        json.addUsage(completion, texts);
        complete();
        channel.writeAndFlush(Answers.json(completion));
    }

    private void sendEvents() {
        for (int index = 0; index < texts.size(); index++) {
            while (channel.isWritable() && sendNext(index)) {}
        }
        if (ended.cardinality() == texts.size()) {
            if (request.usage()) {
                ObjectNode usage = json.completion();
                json.addUsage(usage, texts);
                send(usage.toString());
            }
            send("[DONE]");
            complete();
            channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        channel.flush();
    }

    /** Sends the next characters of a text, the last ones with its end. Returns whether there was something to send. */
    private boolean sendNext(int index) {
        Part part = texts.get(index).take(MAX_CHARACTERS_PER_EVENT);
        if (ended.get(index) || part.tokens().isEmpty() && part.outcome().isEmpty()) {
            return false;
        }
        if (!headSent) {
            headSent = true;
            channel.write(Answers.events());
        }
        ObjectNode event = json.completion();
        json.addChoice(event, index, part);
        send(event.toString());
        ended.set(index, part.outcome().isPresent());
        return true;
    }

    private void send(String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    }

    /** Sends an error in place of the rest of the answer: if a stream has begun, as an event, without {@code [DONE]}. */
    private void fail(ApiException reason) {
        loop.cancel(texts);
        complete();
        if (headSent) {
            send(reason.json().toString());
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            channel.writeAndFlush(Answers.refusal(reason));
        }
    }

    private static ApiException refusal(Outcome outcome) {
        return switch (outcome) {
            case TIMEOUT -> ApiException.of(504, "time_limit", "the text was not complete at the time limit");
            case STOPPED -> ApiException.of(503, "stopping", "the server stops");
            default -> ApiException.of(500, "failed", "the network failed");
        };
    }

    /** Removes this handler; called before the last part is sent. */
    private void complete() {
        texts = List.of();
        channel.pipeline().remove(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        schedule();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.cancel(texts);
        context.fireChannelInactive();
    }
}
