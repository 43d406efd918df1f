package charrnn.tools.serve;

import charrnn.message.UserError;
import charrnn.tools.page.ConnectionLimit;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listening port, its connections and their handlers. */
final class HttpServer {
    private static final int THREADS = 2;
    private static final int SECONDS_TO_CLOSE = 5;

    /**
     * Size of the kernel's send buffer of a connection. With the default, which is megabytes on the loopback interface, a
     * client that does not read would not be noticed.
     */
    private static final int SEND_BUFFER_BYTES = 65_536;

    /** A channel with more than 32 KiB in Netty's buffer is not writable until less than 16 KiB are left. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(16_384, 32_768);

    private final Router router;
    private final int maxBodyBytes;
    private final NioEventLoopGroup group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("http", true));
    private final ConnectionLimit limit = new ConnectionLimit();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    /** @throws UserError if the port cannot be bound */
    HttpServer(ServerOptions options, Router router) {
        this.router = router;
        this.maxBodyBytes = options.bodyBytes();
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        configure(channel);
                    }
                })
                .bind(options.address(), options.port)
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            String place = "port " + options.port + " at " + options.host;
            String reason = bound.cause().getMessage();
            throw new UserError(
                    place + " cannot be opened (" + reason + "); choose another --port or --host", bound.cause());
        }
    }

    private void configure(SocketChannel channel) {
        connections.add(channel);
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpServerKeepAliveHandler(),
                        aggregator(maxBodyBytes),
                        new IdleStateHandler(true, 0, 0, ConnectionLimit.IDLE_SECONDS, TimeUnit.SECONDS),
                        limit.guard(),
                        router);
    }

    /** Joins a request and its body. Refuses a body that is too large; Netty discards the rest of it. */
    private static HttpObjectAggregator aggregator(int maxBytes) {
        ApiException tooLarge = ApiException.of(
                413, "body_too_large", "the body has more than the " + maxBytes + " bytes that are allowed");
        return new HttpObjectAggregator(maxBytes) {
            @Override
            protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
                context.writeAndFlush(Answers.refusal(tooLarge));
            }

            /** Does not answer the header Expect of a body that is too large; the body is then refused as above. */
            @Override
            protected @Nullable Object newContinueResponse(HttpMessage start, int max, ChannelPipeline pipeline) {
                return isContentLengthInvalid(start, max) ? null : super.newContinueResponse(start, max, pipeline);
            }
        };
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening, closes each connection after its current answer, and all of them after some seconds. */
    void close() {
        listening.close().awaitUninterruptibly();
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionLimit.LAST_ANSWER));
        connections.newCloseFuture().awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
