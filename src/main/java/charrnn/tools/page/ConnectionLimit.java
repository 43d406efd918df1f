package charrnn.tools.page;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Limits the open connections of a server: a connection above the limit replaces the one that has waited longest for a
 * request. A connection whose request is being answered is never replaced; if all are, the new one is closed.
 *
 * <p>A server adds one instance to the pipelines of all its connections, where it sees HTTP requests and answers.
 */
@Sharable
public final class ConnectionLimit extends ChannelDuplexHandler {
    /** Few enough to leave descriptors for files: a process often has 1,024. */
    static final int MAX_CONNECTIONS = 256;

    /** Time in which a client must complete a request or read something of its answer. */
    public static final int IDLE_SECONDS = 30;

    private final Set<Channel> waiting = new LinkedHashSet<>(); // the one that has waited longest is the first
    private final Map<Channel, Integer> answering = new HashMap<>(); // with the number of requests without an answer

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        open(channel);
        channel.closeFuture().addListener(closed -> forget(channel));
    }

    private synchronized void open(Channel channel) {
        waiting.add(channel);
        if (waiting.size() + answering.size() > MAX_CONNECTIONS) {
            Channel longest = waiting.iterator().next(); // the new one, if all others are being answered
            waiting.remove(longest);
            longest.close();
        }
    }

    private synchronized void forget(Channel channel) {
        waiting.remove(channel);
        answering.remove(channel);
    }

    private synchronized void asked(Channel channel) {
        if (waiting.remove(channel) || answering.containsKey(channel)) { // it is not closed
            answering.merge(channel, 1, Integer::sum);
        }
    }

    private synchronized void answered(Channel channel) {
        if (answering.containsKey(channel) && answering.merge(channel, -1, Integer::sum) == 0) {
            answering.remove(channel);
            waiting.add(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            asked(context.channel());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise.unvoid();
        if (message instanceof LastHttpContent) {
            written.addListener(sent -> answered(context.channel()));
        }
        context.write(message, written);
    }
}
