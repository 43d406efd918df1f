package charrnn.tools.serve;

import charrnn.tools.page.HostNames;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests by their headers: malformed HTTP, a host name or origin that is not allowed, a missing key.
 *
 * @param key key that clients must send; empty if none is required
 */
record RequestFilter(HostNames names, Optional<String> key) {
    /** Paths that need no key, in addition to the files of the page. */
    private static final Set<String> PUBLIC = Set.of("/health", "/openapi.json");

    private static final String KEY_SCHEME = "Bearer ";

    /** @throws ApiException if the request is refused */
    void check(HttpRequest request) {
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
        boolean isPublic =
                PUBLIC.contains(Router.path(request)) || Playground.routes().containsKey(Router.path(request));
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
}
