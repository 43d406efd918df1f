package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.GoldenFile;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.Test;

/** Which requests are accepted; the others get errors in OpenAI's format that name the field, its value and the allowed values. */
class RefusedRequestsTest {
    private static final Pattern REPEATED = Pattern.compile("<([^<>]+)\\*(\\d+)>");

    /** The first model has not all characters that C needs. */
    private static Served serve() {
        Served served = Served.of(Served.MODEL, "c", "c", "c", "other", "other");
        served.adopt(new HashModel());
        served.adopt("c", new HashModel(Served.C, 5));
        served.adopt("other", new HashModel());
        return served;
    }

    @Test
    void everyRequestHasItsStatusAndItsMessage() throws IOException {
        try (Served served = serve()) {
            GoldenFile.check("tools/serve/requests.txt", input -> requests(input).stream()
                    .map(request -> Uncheck.apply(served::exchange, request))
                    .map(answer -> Uncheck.apply(RefusedRequestsTest::summary, answer))
                    .toList());
        }
    }

    @Test
    void bodiesInAnotherEncodingAreRefused() throws Exception {
        try (Served served = serve()) {
            byte[] latin = "{\"prompt\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(served.message(400, served.post(latin))).isEqualTo("the body is not UTF-8");
        }
    }

    /** A request is a line, headers and a body of JSON; the body alone is that of a completion. */
    private static List<String> requests(String input) {
        List<String> requests = new ArrayList<>();
        List<String> head = new ArrayList<>();
        for (String line : input.replaceAll("(?m)^#.*\n", "").split("\n")) {
            String text = REPEATED.matcher(line)
                    .replaceAll(found -> found.group(1).replace("\\", "\\\\").repeat(Integer.parseInt(found.group(2))));
            if (text.matches("([{\\[]|not hex).*")) {
                requests.add(request(head.isEmpty() ? List.of("POST /v1/completions") : head, text));
                head.clear();
            } else {
                if (text.matches("[A-Z]{3,}( .*)?") && !head.isEmpty()) {
                    requests.add(request(head, ""));
                    head.clear();
                }
                head.add(text);
            }
        }
        if (!head.isEmpty()) {
            requests.add(request(head, ""));
        }
        return requests;
    }

    private static String request(List<String> head, String body) {
        List<String> lines = new ArrayList<>(head);
        boolean isComplete = !lines.get(0).contains(" ") || lines.get(0).contains(" HTTP/");
        lines.set(0, lines.get(0) + (isComplete ? "" : " HTTP/1.1"));
        if (lines.stream().noneMatch(line -> line.matches("(?i)(Host|X-Nothing):.*"))) {
            lines.add("Host: localhost");
        }
        if (body.startsWith("{") || body.startsWith("[")) {
            lines.add("Content-Type: application/json");
            lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        }
        return String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body + "\r\n";
    }

    /** The status, and of an error its code, its field and its message. */
    private static String summary(String answer) throws IOException {
        String status = answer.split(" ", 3)[1];
        int error = answer.indexOf("{\"error\":");
        if (error < 0) {
            return status;
        }
        JsonNode details = Served.JSON.readTree(answer.substring(error)).get("error");
        assertThat(details.get("type").asText()).isEqualTo("invalid_request_error");
        String of = details.get("param").isNull() ? "" : " of " + details.get("param");
        return status + " " + details.get("code").asText() + of + ": "
                + details.get("message").asText();
    }
}
