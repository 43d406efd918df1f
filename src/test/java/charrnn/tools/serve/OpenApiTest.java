package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers and accepted requests agree with the description at {@code /openapi.json}. */
class OpenApiTest extends ServedTest {
    private static JsonNode document;

    @BeforeAll
    static void read() throws Exception {
        document = served.json("/openapi.json");
    }

    /** The places and keywords that a value violates, by an independent validator. References are to the document's components. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", document.at("/components/schemas"));
        String text = whole.toString().replace("#/components/schemas/", "#/$defs/");
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text).validate(value).stream()
                .map(fault -> fault.getInstanceLocation() + ": " + fault.getType())
                .toList();
    }

    private static void assertFits(String path, String method, HttpResponse<String> answer) throws Exception {
        JsonNode operation = document.path("paths").path(path).path(method);
        JsonNode response = operation.path("responses").path(Integer.toString(answer.statusCode()));
        assertThat(response.isMissingNode())
                .as("%s %s", path, answer.statusCode())
                .isFalse();
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asText().substring(1));
        }
        String type = answer.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", "");
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as("%s %s", path, type).isFalse();
        if (type.equals("application/json")) {
            assertThat(faults(document, schema, Served.JSON.readTree(answer.body())))
                    .isEmpty();
        }
    }

    @Test
    void everyPathHasOneMethod() throws Exception {
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (String method : List.of("get", "post", "put", "delete", "patch")) {
                String answer = served.exchange(method.toUpperCase(Locale.ROOT) + " "
                        + path.getKey().replace("{model}", Served.MODEL)
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(answer.startsWith("HTTP/1.1 405"))
                        .as("%s %s", method, path.getKey())
                        .isEqualTo(!path.getValue().has(method));
                assertThat(answer).doesNotStartWith("HTTP/1.1 404");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/health", "/openapi.json", "/v1/models/" + Served.MODEL, "/v1/models/gpt-4"})
    void answersFitTheirSchema(String path) throws Exception {
        assertFits(path.replaceFirst("/models/.*", "/models/{model}"), "get", served.get(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /v1/completions | {"prompt": "a"}
        /v1/completions | {"prompt": ["a", "b"], "logprobs": 3, "echo": true, "stop": "a"}
        /v1/completions | {"prompt": "a", "stream": true}
        /v1/completions | {"prompt": 3}
        /v1/completions | {"prompt": "a", "model": "x"}
        /v1/completions | ``
        /v1/cells | {"text": "ab \\"cd\\" (e)}"}
        /v1/cells | {"text": ""}
        /infill | {"input_prefix": "a"}
        """)
    void answersToRequestsFitTheirSchema(String path, String body) throws Exception {
        assertFits(path, "post", served.postTo(path, body));
    }

    @Test
    void eventsOfAStreamAreCompletions() throws Exception {
        String body =
                "{\"prompt\": \"a\", \"stream\": true, \"logprobs\": 1, \"stream_options\": {\"include_usage\": true}}";
        JsonNode schema = document.at("/components/schemas/Completion");
        for (JsonNode event : CompletionsTest.events(body)) {
            assertThat(faults(document, schema, event)).isEmpty();
        }
    }
}
