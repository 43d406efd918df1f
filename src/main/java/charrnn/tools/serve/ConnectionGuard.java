package charrnn.tools.serve;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Allows one request at a time on a connection. The connection is closed if the client sends another request before the answer
 * is sent, and if an {@link IdleStateEvent} comes while the client has to send a request or to read its answer.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    /** User event: close the connection after its current answer. */
    static final Object LAST_ANSWER = new Object();

    private boolean answering;
    private int unsent; // parts of the answer that are written but not sent
    private boolean closeAfterAnswer;

    /** @param message a request with its body */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (answering) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        answering = true;
        closeAfterAnswer |= ((HttpRequest) message).decoderResult().isFailure();
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean last = message instanceof LastHttpContent;
        unsent++;
        promise.addListener(written -> {
            unsent--;
            answering &= !last;
            if (!written.isSuccess() || last && closeAfterAnswer) {
                context.close();
            }
        });
        context.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean close = !answering;
        if (event instanceof IdleStateEvent idle) {
            // The first event comes even if the client has read something in the meantime.
            close |= unsent > 0 && !idle.isFirst();
        } else if (event == LAST_ANSWER) {
            closeAfterAnswer = true;
        } else {
            return; // one of Netty's own
        }
        if (close) {
            context.close();
        }
    }
}
