package charrnn.tools.page;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the open connections of a server: a connection above the limit replaces the one that has waited longest for a request.
 * A connection whose request is being answered is never replaced; if all are, the new one is closed.
 */
public final class ConnectionLimit {
    /** User event: close the connection after its current answer. */
    public static final Object LAST_ANSWER = new Object();

    /** Time in which a client must complete a request or read something of its answer. */
    public static final int IDLE_SECONDS = 30;

    /** Few enough to leave descriptors for files: a process often has 1,024. */
    static final int MAX_CONNECTIONS = 256;

    /** Whether each is being answered; of those that wait, the one that has waited longest is the first. */
    private final Map<Channel, Boolean> open = new LinkedHashMap<>();

    /** A handler for the pipeline of a new connection, where it sees HTTP requests and answers. */
    public ChannelHandler guard() {
        return new Guard();
    }

    private synchronized void add(Channel channel) {
        open.put(channel, false);
        if (open.size() > MAX_CONNECTIONS) {
            Channel longest = open.entrySet().stream() // the new one, if all others are being answered
                    .filter(each -> !each.getValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            open.remove(longest);
            longest.close();
        }
    }

    private synchronized void remove(Channel channel) {
        open.remove(channel);
    }

    private synchronized void move(Channel channel, boolean isAnswered) {
        if (open.remove(channel) != null) { // it is not closed
            open.put(channel, isAnswered);
        }
    }

    /**
     * Allows one request at a time. Closes the connection if the client sends another request before the answer is sent, and if
     * an {@link IdleStateEvent} comes while the client has to send a request or to read its answer.
     */
    private final class Guard extends ChannelDuplexHandler {
        private boolean answering;
        private int unsent; // parts of the answer that are written but not sent
        private boolean closeAfterAnswer;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            Channel channel = context.channel();
            add(channel);
            channel.closeFuture().addListener(closed -> remove(channel));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                if (answering) {
                    ReferenceCountUtil.release(message);
                    context.close();
                    return;
                }
                answering = true;
                closeAfterAnswer |= request.decoderResult().isFailure();
                move(context.channel(), true);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean last = message instanceof LastHttpContent;
            unsent++;
            ChannelPromise written = promise.unvoid();
            written.addListener(sent -> {
                unsent--;
                if (!sent.isSuccess() || last && closeAfterAnswer) {
                    context.close();
                } else if (last) {
                    answering = false;
                    move(context.channel(), false);
                }
            });
            context.write(message, written);
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
}
