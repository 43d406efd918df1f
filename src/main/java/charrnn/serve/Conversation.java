package charrnn.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to the order of things on a connection: one request, complete within some time, then its answer. A connection on
 * which a client does not wait for the answer before it asks again, or does not ask in time, is closed.
 */
final class Conversation extends ChannelDuplexHandler {
    /** Told to a connection when the server stops: it closes as soon as no request is open. */
    static final Object LAST_ANSWER = new Object();

    private static final int SECONDS_TO_ASK = 30;

    private final MeterRegistry meters;
    private boolean open; // a request whose answer has not gone out yet
    private boolean last;
    private @Nullable Future<?> timer;

    Conversation(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context);
        context.fireChannelActive();
    }

    private void awaitRequest(ChannelHandlerContext context) {
        stopTimer();
        timer = context.executor().schedule(() -> context.close(), SECONDS_TO_ASK, TimeUnit.SECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            if (open) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            open = true;
        }
        if (message instanceof LastHttpContent && open) {
            stopTimer();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse answer && !isInterim(answer)) {
            meters.counter(
                            "charrnn.answers",
                            "status",
                            Integer.toString(answer.status().code()))
                    .increment();
        }
        if (message instanceof LastHttpContent && !(message instanceof HttpResponse answer && isInterim(answer))) {
            promise.addListener(sent -> answered(context));
        }
        context.write(message, promise);
    }

    /** The whole answer has gone out; a client may take its time to read a large one. */
    private void answered(ChannelHandlerContext context) {
        open = false;
        if (last) {
            context.close();
        } else {
            awaitRequest(context);
        }
    }

    private static boolean isInterim(HttpResponse answer) {
        return answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != LAST_ANSWER) {
            context.fireUserEventTriggered(event);
        } else if (open) {
            last = true;
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        context.fireChannelInactive();
    }
}
