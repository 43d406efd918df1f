package charrnn.tools.serve;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A listening port and its connections. */
final class HttpServer {
    private static final int THREADS = 2;

    /**
     * Size of the kernel's send buffer of a connection. With the default, which is megabytes on the loopback interface, a
     * client that does not read would not be noticed.
     */
    private static final int SEND_BUFFER_BYTES = 65_536;

    /** A channel with more than 32 KiB in Netty's buffer is not writable until less than 16 KiB are left. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(16_384, 32_768);

    private final NioEventLoopGroup group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("http", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    /**
     * @param port the port, or 0 for any free one
     * @param configure adds the handlers of a new connection; receives the number of open connections
     * @throws IOException if the port cannot be bound
     */
    HttpServer(InetAddress address, int port, BiConsumer<SocketChannel, Integer> configure) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        configure.accept(channel, connections.size());
                    }
                })
                .bind(address, port)
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening, closes each connection after its current answer, and all of them after {@code time}. */
    void close(Duration time) {
        listening.close().awaitUninterruptibly();
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionGuard.LAST_ANSWER));
        connections.newCloseFuture().awaitUninterruptibly(time.toMillis());
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
