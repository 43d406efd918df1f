package charrnn.tools.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes each request that the filter does not refuse to the endpoint of its path. */
final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Beginning of the path of a model; the rest is its name. */
    static final String MODEL = "/v1/models/";

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

    private final RequestFilter filter;
    private final Map<String, Route> routes;

    Router(RequestFilter filter, Map<String, Route> routes) {
        this.filter = filter;
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
            filter.check(request);
            answer(context, request);
        } catch (ApiException refusal) {
            context.writeAndFlush(Answers.refusal(refusal));
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            context.writeAndFlush(Answers.refusal(ApiException.FAILED));
        }
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
