package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.serve.decode.HashModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are accepted and which are refused, on each route. */
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

    private static String statusLine(String route, String... headers) throws Exception {
        return exchange(route, headers).lines().findFirst().orElse("");
    }

    private static String exchange(String route, String... headers) throws Exception {
        return served.exchange(
                route + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Host: rebound.example
        Host: rebound.example:8080
        Host: 127.0.0.1.rebound.example
        Host: 10.0.0.1
        Host: localhost.
        'Host: '
        X-Nothing: no host at all
        Host: localhost~Host: rebound.example
        Host: localhost~Origin: http://rebound.example
        Host: localhost~Origin: null
        Host: localhost:8080~Origin: http://localhost:3000
        Host: localhost~Origin: file://localhost
        """)
    void foreignHostsAndOriginsGet403OnEveryRoute(String headers) throws Exception {
        for (String route : ROUTES) {
            assertThat(statusLine(route, headers.split("~"))).as(route).isEqualTo("HTTP/1.1 403 Forbidden");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Host: localhost
        host: LocalHost:1234
        Host: 127.0.0.1
        Host: [::1]:80
        Host: code.example.org
        Host: localhost:8080~Origin: http://localhost:8080
        Host: code.example.org~Origin: https://code.example.org
        """)
    void ownHostNamesAreAccepted(String headers) throws Exception {
        assertThat(statusLine("GET /health", headers.split("~"))).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() throws Exception {
        for (String route : ROUTES) {
            for (String host : List.of("Host: localhost", "Host: rebound.example")) {
                assertThat(exchange(route, host).toLowerCase(java.util.Locale.ROOT))
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

    @ParameterizedTest
    @CsvSource({
        "GET /nothing, 404",
        "GET //health, 404",
        "GET /health/../health, 404",
        "HEAD /health, 405",
        "OPTIONS /v1/completions, 405",
        "GET /health?x=%zz, 200",
        "GET http://rebound.example/health, 400",
        "GET *, 400",
        "POST /v1/completions, 415",
        "GET /?x, 200",
        "POST /, 405",
    })
    void requestsHaveTheExpectedStatus(String route, int status) throws Exception {
        assertThat(statusLine(route, "Host: localhost")).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rubbish | 400
        GET /health HTTP/9.9.9 | 400
        GET /health HTTP/1.1~Host: localhost~Content-Length: -5 | 400
        GET /health HTTP/1.1~Host: localhost~Content-Length: 5~Content-Length: 6 | 400
        POST /v1/completions HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~not hex | 400
        POST /v1/completions HTTP/1.1~Host: localhost~Content-Length: 99999999999 | 413
        POST /v1/completions HTTP/1.1~Host: localhost~Expect: 100-continue~Content-Length: 9999999 | 413
        """)
    void malformedHttpAndLargeBodiesAreRefused(String head, int status) throws Exception {
        String answer = served.exchange(head.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("{\"error\":{\"message\":");
    }

    @Test
    void headsThatAreTooLongAreRefused() throws Exception {
        assertThat(statusLine("GET /" + "x".repeat(10_000), "Host: localhost")).startsWith("HTTP/1.1 431");
        assertThat(statusLine("GET /health", "Host: localhost", "X-Long: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 431");
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
            locked.adopt(new HashModel());
            for (String path : List.of("/v1/models", "/v1/cells", "/nothing")) {
                assertThat(locked.code(401, locked.get(path))).isEqualTo("invalid_api_key");
            }
            for (String path : List.of("/health", "/openapi.json", "/")) {
                assertThat(locked.get(path).statusCode()).isEqualTo(200);
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
