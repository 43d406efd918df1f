package charrnn.tools.page;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** The numbers of requests without an answer; of the connections that wait, the one that has waited longest is the first. */
    private final Map<Channel, Integer> open = new LinkedHashMap<>();

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        add(channel);
        channel.closeFuture().addListener(closed -> forget(channel));
    }

    private synchronized void add(Channel channel) {
        open.put(channel, 0);
        if (open.size() > MAX_CONNECTIONS) {
            Channel longest = open.keySet().stream() // the new one, if all others are being answered
                    .filter(each -> open.get(each) == 0)
                    .findFirst()
                    .orElseThrow();
            open.remove(longest);
            longest.close();
        }
    }

    private synchronized void forget(Channel channel) {
        open.remove(channel);
    }

    private synchronized void asked(Channel channel) {
        open.computeIfPresent(channel, (same, requests) -> requests + 1); // absent if it is closed
    }

    private synchronized void answered(Channel channel) {
        Integer requests = open.remove(channel);
        if (requests != null) {
            open.put(channel, requests - 1);
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
