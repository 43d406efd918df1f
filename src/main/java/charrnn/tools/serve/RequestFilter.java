package charrnn.tools.serve;

import charrnn.tools.page.HostNames;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests by their headers: malformed HTTP, a host name or origin that is not allowed, a missing key, an encoded or
 * too large body. The body of a refused request is read and discarded, so that the client can read the answer.
 */
final class RequestFilter extends ChannelInboundHandlerAdapter {
    /** Path that is answered even if there are too many connections. */
    private static final String HEALTH = "/health";

    /** Paths that need no key; nor do the files of the page. */
    private static final Set<String> PUBLIC = Set.of(HEALTH, "/openapi.json");

    private final HostNames names;
    private final Optional<ApiKey> key;
    private final int bodyBytes;
    private final boolean excess;
    private boolean refusing;

    /** @param excess whether there were too many connections when this one was opened */
    RequestFilter(HostNames names, Optional<ApiKey> key, int bodyBytes, boolean excess) {
        this.names = names;
        this.key = key;
        this.bodyBytes = bodyBytes;
        this.excess = excess;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (excess) {
                context.pipeline().fireUserEventTriggered(ConnectionGuard.LAST_ANSWER);
            }
            Optional<ApiException> refusal = refusal(request);
            refusing = refusal.isPresent();
            refusal.ifPresent(
                    reason -> refuse(context, reason, request.decoderResult().isFailure()));
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static void refuse(ChannelHandlerContext context, ApiException reason, boolean last) {
        var written = context.writeAndFlush(Answers.refusal(reason));
        if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Optional<ApiException> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return refusal(malformed(request.decoderResult().cause()));
        }
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !names.include(hosts.get(0))) {
            return refusal(ApiException.of(
                    403,
                    "host_not_allowed",
                    "the header Host is " + String.join(", ", hosts) + ", but this server answers to " + names
                            + " alone (serve --allow-host)"));
        }
        if (headers.getAll(HttpHeaderNames.ORIGIN).stream().anyMatch(origin -> !isOwn(origin, hosts.get(0)))) {
            return refusal(ApiException.of(403, "origin_not_allowed", "another site's pages may not use this server"));
        }
        if (excess && !Router.path(request).equals(HEALTH)) {
            return refusal(ApiException.of(503, "too_many_connections", "there are too many connections"));
        }
        return refusalByPathOrBody(request);
    }

    private Optional<ApiException> refusalByPathOrBody(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.uri().startsWith("/")) {
            return refusal(ApiException.of(400, "invalid_path", "the request must name a path, as /v1/models"));
        }
        if (key.isPresent()
                && !PUBLIC.contains(Router.path(request))
                && !Playground.paths().contains(Router.path(request))
                && !key.get().isIn(headers.get(HttpHeaderNames.AUTHORIZATION))) {
            return refusal(
                    ApiException.of(401, "invalid_api_key", "the header Authorization must be Bearer and the API key"));
        }
        String coding = String.join(", ", headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        if (!coding.isBlank() && !coding.equalsIgnoreCase(Answers.ENCODING)) {
            return refusal(encoded(coding));
        }
        if (HttpUtil.getContentLength(request, 0L) > bodyBytes) {
            return refusal(tooLarge(bodyBytes));
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
            return refusal(ApiException.of(417, "expectation_failed", "the header Expect may be 100-continue alone"));
        }
        return Optional.empty();
    }

    private static Optional<ApiException> refusal(ApiException refusal) {
        return Optional.of(refusal);
    }

    /** Whether an origin is that of a page of this server. */
    private static boolean isOwn(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    private static ApiException malformed(@Nullable Throwable cause) {
        return cause instanceof TooLongFrameException
                ? ApiException.of(431, "head_too_large", "the request's first line or its headers are too long")
                : ApiException.of(400, "invalid_http", "this is not HTTP");
    }

    private static ApiException encoded(String coding) {
        return ApiException.of(
                415,
                "unsupported_encoding",
                "the header Content-Encoding is " + coding + ", but must be " + Answers.ENCODING
                        + ": send the body without an encoding");
    }

    static ApiException tooLarge(int bodyBytes) {
        return ApiException.of(
                413, "body_too_large", "the body has more than the " + bodyBytes + " bytes that are allowed");
    }
}
