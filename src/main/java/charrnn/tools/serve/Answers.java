package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds HTTP answers with their common headers. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static FullHttpResponse json(JsonNode body) {
        return json(200, body);
    }

    static FullHttpResponse json(int status, JsonNode body) {
        FullHttpResponse answer = whole("application/json", body.toString().getBytes(StandardCharsets.UTF_8));
        return answer.setStatus(HttpResponseStatus.valueOf(status));
    }

    /** The answer to a request that a fault ends; the server logs it unless it is an {@link ApiException}. */
    static FullHttpResponse refusal(Throwable fault) {
        if (!(fault instanceof ApiException refusal)) {
            LOG.error("a request failed", fault);
            return refusal(ApiException.of(500, "failed", "the server failed"));
        }
        FullHttpResponse answer = json(refusal.status(), refusal.json());
        if (refusal.status() == 429 || refusal.status() == 503) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        if (refusal.status() == 401) {
            answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return answer;
    }

    static FullHttpResponse whole(String type, byte[] body) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        HttpUtil.setContentLength(answer, body.length);
        addHeaders(answer.headers(), type);
        return answer;
    }

    /** The head of an answer with server-sent events. */
    static HttpResponse events() {
        HttpResponse answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(answer, true);
        addHeaders(answer.headers(), "text/event-stream");
        return answer;
    }

    private static void addHeaders(HttpHeaders headers, String type) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
    }
}
