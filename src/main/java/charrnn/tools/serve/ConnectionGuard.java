package charrnn.tools.serve;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Allows one request at a time on a connection. The connection is closed if a request is not complete after 30 s, or if the
 * client sends another request before the answer is sent.
 *
 * <p>A client may close its sending side after a request and still receives the answer. Until something is
 * written, such a client looks like one that has closed the whole connection. If it has, its system answers the first write
 * with a reset, and the second write fails. Therefore up to two interim answers (100 Continue) are sent before the answer
 * begins.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    /** User event: close the connection after its current answer. */
    static final Object LAST_ANSWER = new Object();

    private static final int SECONDS_FOR_REQUEST = 30;
    private static final int PROBES = 2;
    private static final int MILLIS_BEFORE_PROBE = 500;

    private final IdleConnections idle;
    private boolean unanswered; // a request has begun to arrive, and its answer has not been sent completely
    private boolean requestComplete;
    private boolean answerBegun;
    private HttpVersion version = HttpVersion.HTTP_1_1; // of the request
    private boolean closeAfterAnswer;
    private @Nullable Future<?> timer;

    ConnectionGuard(IdleConnections idle) {
        this.idle = idle;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context);
        context.fireChannelActive();
    }

    private void awaitRequest(ChannelHandlerContext context) {
        stopTimer();
        idle.add(context.channel());
        timer = schedule(context, context::close, 1000 * SECONDS_FOR_REQUEST);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (unanswered) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            unanswered = true;
            requestComplete = false;
            answerBegun = false;
            version = request.protocolVersion();
        }
        if (message instanceof LastHttpContent && unanswered) {
            requestComplete = true;
            idle.remove(context.channel());
            stopTimer();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean interim =
                message instanceof HttpResponse answer && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof HttpResponse && !interim) {
            answerBegun = true;
        }
        if (message instanceof LastHttpContent && !interim) {
            promise.addListener(sent -> answered(context));
        }
        context.write(message, promise);
    }

    private void answered(ChannelHandlerContext context) {
        unanswered = false;
        if (closeAfterAnswer || !context.channel().isActive()) {
            context.close();
        } else {
            awaitRequest(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (unanswered && requestComplete) {
                closeAfterAnswer = true;
                timer = schedule(context, () -> probe(context, PROBES), MILLIS_BEFORE_PROBE);
            } else {
                context.close();
            }
        } else if (event != LAST_ANSWER) {
            context.fireUserEventTriggered(event);
        } else if (unanswered) {
            closeAfterAnswer = true;
        } else {
            context.close();
        }
    }

    /** Sends interim answers until the answer begins; HTTP/1.0 clients do not understand them. */
    private void probe(ChannelHandlerContext context, int times) {
        if (unanswered && !answerBegun && times > 0 && version.equals(HttpVersion.HTTP_1_1)) {
            context.writeAndFlush(
                    new DefaultFullHttpResponse(version, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
            timer = schedule(context, () -> probe(context, times - 1), MILLIS_BEFORE_PROBE);
        }
    }

    private static Future<?> schedule(ChannelHandlerContext context, Runnable task, int millis) {
        return context.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        idle.remove(context.channel());
        context.fireChannelInactive();
    }
}
