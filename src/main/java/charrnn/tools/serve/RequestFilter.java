package charrnn.tools.serve;

import charrnn.tools.page.HostNames;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests by their headers: malformed HTTP, a host name or origin that is not allowed, a missing key, an encoded or
 * too large body. The body of a refused request is read and discarded, so that the client can read the answer.
 */
final class RequestFilter extends ChannelInboundHandlerAdapter {
    /** Path that is answered even if there are too many connections. */
    private static final String HEALTH = "/health";

    /** Paths that need no key, in addition to the files of the page. */
    private static final Set<String> PUBLIC = Set.of(HEALTH, "/openapi.json");

    private static final String KEY_SCHEME = "Bearer ";

    private final HostNames names;
    private final Optional<String> key;
    private final int bodyBytes;
    private final boolean excess;
    private boolean refusing;

    /** @param excess whether there were too many connections when this one was opened */
    RequestFilter(HostNames names, Optional<String> key, int bodyBytes, boolean excess) {
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
            refusing = refuses(context, request);
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Returns whether a request is refused; if so, answers it, and closes the connection after malformed HTTP. */
    private boolean refuses(ChannelHandlerContext context, HttpRequest request) {
        try {
            check(request);
            return false;
        } catch (ApiException refusal) {
            ChannelFuture written = context.writeAndFlush(Answers.refusal(refusal));
            if (request.decoderResult().isFailure()) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
            return true;
        }
    }

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
        if (excess && !Router.path(request).equals(HEALTH)) {
            throw ApiException.of(503, "too_many_connections", "there are too many connections");
        }
        if (!request.uri().startsWith("/")) {
            throw ApiException.of(400, "invalid_path", "the request must name a path, as /v1/models");
        }
        boolean isPublic =
                PUBLIC.contains(Router.path(request)) || Playground.routes().containsKey(Router.path(request));
        if (key.isPresent() && !isPublic && !hasKey(headers, key.get())) {
            throw ApiException.of(
                    401, "invalid_api_key", "the header Authorization must be \"Bearer \" and the API key");
        }
        checkBody(request);
    }

    private void checkBody(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String coding = String.join(", ", headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        if (!coding.isBlank() && !coding.equalsIgnoreCase(Answers.ENCODING)) {
            String allowed = ", but must be " + Answers.ENCODING + ": send the body without an encoding";
            throw ApiException.of(
                    415, ApiException.UNSUPPORTED_ENCODING, "the header Content-Encoding is " + coding + allowed);
        }
        if (HttpUtil.getContentLength(request, 0L) > bodyBytes) {
            throw tooLarge(bodyBytes);
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
            throw ApiException.of(417, "expectation_failed", "the only value of the header Expect may be 100-continue");
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

    static ApiException tooLarge(int bodyBytes) {
        return ApiException.of(
                413, "body_too_large", "the body has more than the " + bodyBytes + " bytes that are allowed");
    }
}
