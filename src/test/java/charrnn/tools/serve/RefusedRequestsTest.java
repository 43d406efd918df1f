package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Refused requests get errors in OpenAI's format that name the field, its value and the allowed values. */
class RefusedRequestsTest extends ServedTest {
    private static void assertRefused(String body, String field, String message) throws Exception {
        served.assertRefused(served.post(body), field, message);
    }

    /** The schemas of the numeric fields in the server's description. */
    private static Map<String, JsonNode> numericFields() throws Exception {
        Map<String, JsonNode> fields = new TreeMap<>();
        served.json("/openapi.json")
                .at("/components/schemas/CompletionRequest/properties")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.values().removeIf(schema -> !List.of("integer", "number")
                .contains(schema.path("type").asText()));
        return fields;
    }

    /** Values of each numeric field outside its limits or of a wrong type. */
    static Stream<List<String>> numbers() throws Exception {
        List<List<String>> bad = new ArrayList<>();
        numericFields().forEach((name, schema) -> {
            for (String value : List.of("NaN", "1e308", "-1e308", "1e999", "\"1\"", "[1]", "{}", "true")) {
                bad.add(List.of(name, value));
            }
            bad.add(List.of(name, below(schema)));
            bad.add(List.of(name, above(schema)));
        });
        assertThat(bad.stream().map(pair -> pair.get(0)).distinct())
                .contains("max_tokens", "temperature")
                .hasSize(12);
        return bad.stream();
    }

    private static String below(JsonNode schema) {
        if (schema.has("exclusiveMinimum")) {
            return schema.get("exclusiveMinimum").asText();
        }
        return schema.get("minimum").decimalValue().subtract(BigDecimal.ONE).toPlainString();
    }

    private static String above(JsonNode schema) {
        return schema.get("maximum").decimalValue().add(BigDecimal.ONE).toPlainString();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersOutOfRangeAreRefused(List<String> pair) throws Exception {
        String name = pair.get(0);
        boolean json = !pair.get(1).equals("NaN");
        assertRefused(
                "{\"prompt\": \"a\", \"" + name + "\": " + pair.get(1) + "}",
                json ? name : "",
                json ? name + " is " : "cannot be read as JSON");
    }

    @Test
    void limitsOfEachNumberAreAccepted() throws Exception {
        for (Map.Entry<String, JsonNode> field : numericFields().entrySet()) {
            String least = field.getValue().path("minimum").asText("1e-300"); // of top_p
            String most = field.getKey().equals("max_tokens")
                    ? "16"
                    : field.getValue().get("maximum").asText();
            for (String value : List.of(least, most)) {
                assertThat(served.complete("{\"prompt\": \"a\", \"" + field.getKey() + "\": " + value + "}")
                                .get("choices"))
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"prompt": "a", "promt": 2} | promt | promt is not supported; the fields are model, prompt,
        {"prompt": "a", "best_of": 2} | best_of | best_of is 2, but must be 1
        {"prompt": "a", "logit_bias": {"50256": -100}} | logit_bias | but must be {}
        {"prompt": "a", "suffix": "b", "n": 2} | suffix | suffix does not go with several prompts, n,
        {"prompt": "a", "suffix": "b", "until": "line"} | suffix | until
        {"prompt": "a", "suffix": "b", "logprobs": 0} | suffix | logprobs
        {"prompt": "a", "suffix": "b", "echo": true} | suffix | echo
        {"prompt": "a", "stream": true, "stream_options": {"include_obfuscation": true}} | include_obfuscation | must be false
        {"prompt": "a", "constrain": "java"} | constrain | constrain is "java", but must be "c"
        {"prompt": "a", "constrain": true} | constrain | constrain is true, but must be "c"
        {"prompt": "a", "constrain": "c"} | constrain | the network does not know '"' (U+0022)
        {"prompt": "a", "constrain": "c", "stop": ";"} | stop | does not go with constrain
        {"prompt": "a", "until": "length"} | until | but must be "line" or "function"
        {"prompt": "a", "seed": 1, "seed": 2} |  | Duplicate
        {"prompt": "a"} {} |  | Trailing token
        {"prompt": "a", } |  | line 1, column
        [] |  | the body must be a JSON object
        {} | prompt | prompt is missing
        {"prompt": null} | prompt | prompt is missing
        {"prompt": [null]} | prompt | prompt[0] is null, but must be a text
        {"prompt": 5} | prompt | prompt is 5
        {"prompt": [1, 2]} | prompt | prompt[0] is 1, but must be a text
        {"prompt": []} | prompt | prompt is []
        {"prompt": ["a", "b", "c", "d", "e"]} | prompt | a list of 1 to 4 texts
        {"prompt": "\\ud83d"} | prompt | an unpaired surrogate
        {"prompt": "a", "stop": ""} | stop | stop has 0 characters, but must have from 1 to 256
        {"prompt": "a", "stop": ["1","2","3","4","5"]} | stop | a list of 0 to 4 texts
        {"prompt": "a", "stream": 1} | stream | stream is 1, but must be true or false
        {"prompt": "a", "stream_options": {"include_usage": true}} | stream_options | stream_options needs
        {"prompt": "a", "stream": true, "stream_options": {"x": 1}} | stream_options | include_usage
        {"prompt": "a", "model": 5} | model | model is 5, but must be a text
        {"prompt": ["a", "b", "c"], "n": 2} | n | 3 prompts × n 2 are 6 texts, but at most 4 are allowed
        {"prompt": "a", "n": 3, "max_tokens": 700000, "until": "function"} | max_tokens | max_tokens 700000
        {"prompt": "a", "n": 2, "max_tokens": 1000001} | max_tokens | is 2000002, but at most 2000000
        {"prompt": "a", "max_tokens": 100000, "logprobs": 20} | max_tokens | (1 + logprobs 20) is 2100000
        {"prompt": ["a", "é"], "n": 2, "max_tokens": 500000, "echo": true} | max_tokens | (prompts 2 × max_tokens 500000 + echoed 2) × n 2 × (1 + logprobs 0) is 2000004, but
        """)
    void invalidFieldsAreRefused(String body, String field, String message) throws Exception {
        assertRefused(body, field == null ? "" : field, message);
    }

    @Test
    void theAnswerToAChatNamesTheCompletions() throws Exception {
        assertThat(served.message(404, served.postTo("/v1/chat/completions", "")))
                .contains("; POST /v1/completions continues a text, ");
    }

    @Test
    void promptsThatAreTooLongAreRefused() throws Exception {
        assertRefused(
                "{\"prompt\": \"" + "x".repeat(201) + "\"}",
                "prompt",
                "prompt has 201 characters, but must have from 0 to 200");
        served.complete("{\"prompt\": \"" + "\\ud83d\\ude00".repeat(200) + "\"}");
    }

    @Test
    void malformedAndDeepJsonIsRefused() throws Exception {
        assertRefused("", "", "the body is empty");
        assertRefused("{\"prompt\": " + "[".repeat(2000), "", "cannot be read as JSON");
        assertRefused("{\"" + "p".repeat(5000) + "\": 1}", "", "cannot be read as JSON");
        assertRefused("{\"seed\": " + "9".repeat(5000) + "}", "", "cannot be read as JSON");
        byte[] latin = "{\"prompt\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(served.message(400, served.post(latin))).isEqualTo("the body is not UTF-8");
    }

    /** Terminals and pages show the messages, which may quote any characters of a request. */
    @Test
    void messagesAreOneLineOfPrintableCharacters() throws Exception {
        assertThat(served.message(400, served.post("{\"prompt\": \"a\", \"\\u001b[31m\\n<b>\": 1}")))
                .startsWith("\\u001B[31m\\u000A<b> is not supported");
    }
}
