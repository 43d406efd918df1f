package charrnn.tools.serve;

import charrnn.config.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.page.HostNames;
import charrnn.tools.serve.Router.Route;
import charrnn.tools.serve.decode.DecodingLoop;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.stream.ChunkedStream;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP API for one or more models. It listens once it is constructed, and answers {@code loading} until each model has a
 * network.
 */
public final class Server implements AutoCloseable {
    /** A client that reads less than 64 KiB of an answer in this time is disconnected. */
    private static final int SECONDS_TO_READ = 60;

    private static final int MAX_ANALYSES = 4;
    private static final int MAX_COMPLETIONS = 32;
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(5);

    /** Idle time after which a connection may be closed in favour of a new one. */
    private static final Duration MIN_IDLE_TIME = Duration.ofSeconds(1);

    /**
     * Views of a network. The server owns them from {@link #adopt} on.
     *
     * @param decoding generates texts
     * @param analysis returns the activations for a text
     * @param completer completes code at a cursor; present for the first model
     */
    public record Network(LanguageModel decoding, LanguageModel analysis, Optional<Completer> completer) {}

    private final ServerOptions options;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DecodingLoop loop;
    private final AnalysisThread analyses;
    private final AnalysisThread completions;
    private final Map<String, Network> networks = new ConcurrentHashMap<>(); // by the model's name
    private final Map<String, Route> routes;
    private final HostNames names;
    private final IdleConnections idle = new IdleConnections(System::nanoTime);
    private final HttpServer http;

    /** @throws UserError if the address cannot be bound */
    public Server(ServerOptions options) {
        this.options = options;
        InetAddress address = options.address();
        Limits limits = options.limits();
        names = names(options, address);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        loop = new DecodingLoop(options.models(), limits.streams(), limits.queue(), System::nanoTime, meters);
        analyses = new AnalysisThread("analyses", MAX_ANALYSES, meters);
        completions = new AnalysisThread("completions", MAX_COMPLETIONS, meters);
        routes = Endpoints.routes(loop, this::network, analyses, completions, limits, options.models(), meters);
        try {
            http = new HttpServer(address, options.port(), this::configure);
        } catch (IOException e) {
            throw new UserError(
                    "port " + options.port() + " at " + options.host() + " cannot be opened (" + e.getMessage()
                            + "); --port chooses another",
                    e);
        }
    }

    /** The current network of a model, which must have been adopted. */
    private Network network(String model) {
        return Objects.requireNonNull(networks.get(model), model);
    }

    private static HostNames names(ServerOptions options, InetAddress address) {
        List<String> more = new ArrayList<>(options.names());
        if (!address.isAnyLocalAddress()) {
            more.add(options.host());
            more.add(address.getHostAddress());
        }
        return new HostNames(more);
    }

    private void configure(SocketChannel channel, int connections) {
        int limit = options.limits().connections();
        // Above the limit, a new connection replaces an idle one; if none is idle, it gets a 503 or, above twice, is
        // closed.
        boolean aboveTwice = connections > 2 * limit;
        boolean excess = connections > limit && !idle.closeLongest(aboveTwice ? Duration.ZERO : MIN_IDLE_TIME);
        if (excess && aboveTwice) {
            channel.close();
            return;
        }
        int bodyBytes = options.limits().bodyBytes();
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpServerKeepAliveHandler(),
                        new ConnectionGuard(meters, idle),
                        new WriteTimeoutHandler(SECONDS_TO_READ),
                        new ChunkedWriteHandler(),
                        new ChunkedBody(),
                        new RequestFilter(names, options.apiKey(), bodyBytes, excess),
                        aggregator(bodyBytes),
                        new Router(routes));
    }

    /** Joins a request and its body. Refuses a chunked body that is too large; Netty discards the rest of it. */
    private static HttpObjectAggregator aggregator(int bodyBytes) {
        return new HttpObjectAggregator(bodyBytes) {
            @Override
            protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
                context.writeAndFlush(Answers.refusal(RequestFilter.tooLarge(bodyBytes)));
            }
        };
    }

    /** The address of the server. An IPv6 address is shown as in the options, because Java does not shorten it. */
    public URI address() {
        InetAddress address = options.address();
        InetAddress shown = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = shown.equals(address) && options.host().contains(":") ? options.host() : shown.getHostAddress();
        return URI.create("http://" + HostNames.inUri(host) + ":" + http.port());
    }

    /** Whether other machines can reach the server. */
    public boolean isOpenToOthers() {
        return !options.address().isLoopbackAddress();
    }

    /**
     * Makes a network the current one of a model. Texts that are already accepted keep the earlier network; completions at a
     * cursor that have not begun do not.
     */
    public void adopt(String model, Network network) {
        networks.put(model, network);
        loop.adopt(model, network.decoding());
    }

    /** Whether an earlier network of a model has texts to complete. */
    public boolean hasEarlierNetwork(String model) {
        return loop.hasEarlierNetwork(model);
    }

    /** Waits at most the stop time for texts to be completed, then ends the others and all connections. */
    @Override
    public void close() {
        try {
            loop.stop(options.stopTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close(TIME_TO_CLOSE);
        analyses.close();
        completions.close();
        meters.close();
    }

    /**
     * Splits a large answer into chunks; each is written when the client has read most of the previous ones. So the write timeout
     * applies to a chunk and not to the whole answer.
     */
    static final class ChunkedBody extends MessageToMessageEncoder<FullHttpResponse> {
        static final int BYTES = 65_536;

        ChunkedBody() {
            super(FullHttpResponse.class);
        }

        @Override
        public boolean acceptOutboundMessage(Object message) throws Exception {
            return super.acceptOutboundMessage(message)
                    && ((FullHttpResponse) message).content().readableBytes() > BYTES;
        }

        @Override
        protected void encode(ChannelHandlerContext context, FullHttpResponse answer, List<Object> out) {
            out.add(new DefaultHttpResponse(answer.protocolVersion(), answer.status(), answer.headers()));
            ByteBufInputStream body = new ByteBufInputStream(answer.content().retain(), true);
            out.add(new HttpChunkedInput(new ChunkedStream(body, BYTES)));
        }
    }
}
