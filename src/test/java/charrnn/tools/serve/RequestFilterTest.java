package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every route; {@link RefusedRequestsTest} has the single requests. */
class RequestFilterTest extends ServedTest {
    private static final List<String> ROUTES = List.of(
            "POST /v1/completions",
            "POST /v1/cells",
            "GET /",
            "GET /playground.js",
            "GET /v1/models",
            "GET /v1/models/fake",
            "GET /health",
            "GET /openapi.json",
            "GET /nothing");

    private static final String FOREIGN_ORIGIN = "Host: localhost\r\nOrigin: http://rebound.example";

    private static String exchange(String route, String headers) throws Exception {
        return served.exchange(route + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void everyRouteHasTheSecurityHeadersAndRefusesForeignHostsAndOrigins() throws Exception {
        for (String route : ROUTES) {
            for (String header : List.of("Host: localhost", "Host: rebound.example", FOREIGN_ORIGIN)) {
                String answer = exchange(route, header);
                assertThat(answer.startsWith("HTTP/1.1 403 ")).as(route).isEqualTo(!header.equals("Host: localhost"));
                assertThat(answer.toLowerCase(Locale.ROOT))
                        .as(route)
                        .contains(
                                "x-content-type-options: nosniff",
                                "content-security-policy: default-src 'none'",
                                "cross-origin-resource-policy: same-origin",
                                "cache-control: no-store")
                        .doesNotContain("access-control-allow");
            }
        }
    }

    /** The server reads the body to its end, so that the client receives the answer and can use the connection again. */
    @Test
    void bodiesThatAreTooLargeAreRefused() throws Exception {
        int limit = Served.options().bodyBytes();
        assertThat(served.message(413, served.post(new byte[limit + 1]))).contains(limit + " bytes");
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        String chunked = "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(limit / 0x1000 + 2) + "0\r\n\r\n";
        String both = served.exchange(chunked + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(both).startsWith("HTTP/1.1 413").contains("body_too_large", "HTTP/1.1 200 OK");
    }

    @Test
    void requestsWithoutTheKeyAreRefused() throws Exception {
        try (Served locked = Served.locked("s3cret")) {
            for (String path : List.of("/v1/models", "/v1/cells", "/nothing")) {
                assertThat(locked.code(401, locked.get(path))).isEqualTo("invalid_api_key");
            }
            Set<String> open = new TreeSet<>(Playground.routes().keySet());
            open.addAll(List.of("/health", "/openapi.json"));
            for (String path : open) {
                assertThat(locked.get(path).statusCode()).as(path).isEqualTo(200);
            }
            byte[] body = "{\"prompt\": \"a\"}".getBytes(StandardCharsets.UTF_8);
            for (String wrong : List.of("Bearer s3cre", "Bearer s3crets", "s3cret", "Basic s3cret", "Bearer ")) {
                assertThat(locked.post(body, "Authorization", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(401);
            }
            for (String right : List.of("Bearer s3cret", "bearer s3cret")) {
                assertThat(locked.post(body, "Authorization", right).statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
