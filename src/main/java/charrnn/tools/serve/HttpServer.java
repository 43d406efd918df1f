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

/** Listens on a port and keeps the connections. */
final class HttpServer {
    private static final int THREADS = 2;

    /**
     * Size of the kernel's send buffer for a connection. On the loopback interface it would be megabytes, and a client
     * that does not read would be noticed only after them.
     */
    private static final int SEND_BUFFER_BYTES = 65_536;

    /**
     * Limits of Netty's buffer beyond that: above the second a channel is not writable, below the first it is writable
     * again.
     */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(16_384, 32_768);

    private final NioEventLoopGroup group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("http", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    /**
     * @param port the port, or 0 for any free one
     * @param setUp gets each connection, and how many there are, to fill its pipeline
     * @throws IOException if the port cannot be had
     */
    HttpServer(InetAddress host, int port, BiConsumer<SocketChannel, Integer> setUp) throws IOException {
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
                        setUp.accept(channel, connections.size());
                    }
                })
                .bind(host, port)
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

    /** Takes no new connection, closes each that is there once its request is answered, all of them after some time. */
    void close(Duration time) {
        listening.close().awaitUninterruptibly();
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionGuard.LAST_ANSWER));
        connections.newCloseFuture().awaitUninterruptibly(time.toMillis());
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
