package charrnn.tools.serve;

import charrnn.tools.page.HostNames;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses requests by their headers, and passes the others to the endpoints of their paths. */
@Sharable
final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Beginning of the path of a model; the rest is its name. */
    static final String MODEL = "/v1/models/";

    /** Paths that need no key, in addition to the files of the page. */
    private static final Set<String> PUBLIC = Set.of("/health", "/openapi.json");

    private static final String KEY_SCHEME = "Bearer ";
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /**
     * How the requests to a path are answered.
     *
     * @param method the only method of the path
     * @param endpoint answers a request on its channel, at once or later; called on the event loop of the channel. If it throws
     *     an {@link ApiException}, the request is refused; nothing has been written then
     */
    record Route(HttpMethod method, BiConsumer<FullHttpRequest, Channel> endpoint) {
        static Route get(Supplier<FullHttpResponse> answer) {
            return new Route(HttpMethod.GET, (request, channel) -> channel.writeAndFlush(answer.get()));
        }

        static Route post(RequestReader reader, BiConsumer<ObjectNode, Channel> endpoint) {
            return new Route(HttpMethod.POST, (request, channel) -> endpoint.accept(reader.read(request), channel));
        }
    }

    private final HostNames names;
    private final Optional<String> key;
    private final Map<String, Route> routes;

    /** @param key key that clients must send; empty if none is required */
    Router(HostNames names, Optional<String> key, Map<String, Route> routes) {
        this.names = names;
        this.key = key;
        this.routes = routes;
    }

    /** The path of a request, decoded, without its query. */
    static String path(HttpRequest request) {
        try {
            return new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException e) {
            throw ApiException.of(400, "invalid_path", "the path cannot be decoded: " + e.getMessage());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        try {
            check(request);
            answer(context, request);
        } catch (RuntimeException e) {
            context.writeAndFlush(Answers.refusal(e));
        }
    }

    /** Refuses malformed HTTP, a host name or an origin that is not allowed, and a missing key. */
    private void check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            throw request.decoderResult().cause() instanceof TooLongFrameException
                    ? ApiException.of(431, "head_too_large", "the request's first line or its headers are too long")
                    : ApiException.of(400, "invalid_http", "the request is malformed");
        }
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !names.accept(hosts.get(0))) {
            String allowed = ", but must be one of " + names + " (serve --allow-host adds one)";
            throw ApiException.of(403, "host_not_allowed", "the header Host is " + String.join(", ", hosts) + allowed);
        }
        if (headers.getAll(HttpHeaderNames.ORIGIN).stream().anyMatch(origin -> !isOwn(origin, hosts.get(0)))) {
            throw ApiException.of(403, "origin_not_allowed", "another site's pages may not use this server");
        }
        if (!request.uri().startsWith("/")) {
            throw ApiException.of(400, "invalid_path", "the request must name a path, as /v1/models");
        }
        boolean isPublic = PUBLIC.contains(path(request)) || Playground.routes().containsKey(path(request));
        if (key.isPresent() && !isPublic && !hasKey(headers, key.get())) {
            throw ApiException.of(
                    401, "invalid_api_key", "the header Authorization must be \"Bearer \" and the API key");
        }
    }

    /** Whether a request has the key. The time of the comparison does not depend on how many characters are right. */
    private static boolean hasKey(HttpHeaders headers, String key) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        return authorization.regionMatches(true, 0, KEY_SCHEME, 0, KEY_SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(KEY_SCHEME.length()).getBytes(StandardCharsets.UTF_8),
                        key.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isOwn(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        String path = path(request);
        @Nullable Route route = routes.get(path.startsWith(MODEL) ? MODEL + "{model}" : path);
        if (route == null) {
            String advice = "; POST /v1/completions continues a text, GET /openapi.json lists the paths";
            throw ApiException.of(404, "no_such_path", "there is no path " + path + advice);
        }
        if (!route.method.equals(request.method())) {
            FullHttpResponse refusal = Answers.refusal(ApiException.of(
                    405, "method_not_allowed", path + " takes " + route.method + ", not " + request.method()));
            refusal.headers().set(HttpHeaderNames.ALLOW, route.method.name());
            context.writeAndFlush(refusal);
            return;
        }
        route.endpoint.accept(request, context.channel());
    }

    /** Closes a connection that was reset; no answer can be sent. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection failed", cause);
        context.close();
    }
}
