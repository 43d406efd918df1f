package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused requests get errors in OpenAI's format that name the field, its value and the allowed values. */
class RefusedRequestsTest extends ServedTest {
    private static void assertRefused(String body, String field, String message) throws Exception {
        served.assertRefused(served.post(body), field, message);
    }

    @Test
    void limitsOfNumbersAreAccepted() throws Exception {
        for (String limits : List.of(
                "\"temperature\": 2, \"top_k\": 65536, \"repetition_penalty\": 10, \"repetition_window\": 1000, \"n\": 4",
                "\"temperature\": 0, \"top_p\": 1e-300, \"max_tokens\": 0, \"seed\": -9223372036854775808",
                "\"frequency_penalty\": -2, \"min_p\": 1, \"logprobs\": 20, \"seed\": 9223372036854775807")) {
            assertThat(served.complete("{\"prompt\": \"a\", " + limits + "}").get("choices"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"prompt": "a", "promt": 2} | promt | promt is not supported; the fields are model, prompt,
        {"prompt": "a", "temperature": 2.1} | temperature | temperature is 2.1, but must be a number from 0 to 2
        {"prompt": "a", "temperature": 1e999} | temperature | temperature is
        {"prompt": "a", "top_p": 0} | top_p | top_p is 0, but must be a number above 0 and at most 1
        {"prompt": "a", "top_k": 1.5} | top_k | top_k is 1.5, but must be a whole number from 0 to 65536
        {"prompt": "a", "min_p": "1"} | min_p | min_p is "1", but must be a number from 0 to 1
        {"prompt": "a", "seed": 9223372036854775808} | seed | from -9223372036854775808 to 9223372036854775807
        {"prompt": "a", "logit_bias": {"50256": -100}} | logit_bias | but must be {}
        {"prompt": "a", "suffix": "b"} | suffix | suffix must be empty: POST /infill completes at a cursor
        {"prompt": "a", "constrain": "java"} | constrain | constrain is "java", but must be "c"
        {"prompt": "a", "constrain": "c"} | constrain | the network does not know '"' (U+0022)
        {"prompt": "a", "constrain": "c", "stop": ";"} | stop | does not go with constrain
        {"prompt": "a", "until": "length"} | until | but must be "line" or "function"
        {"prompt": "a", "seed": 1, "seed": 2} |  | Duplicate
        {"prompt": "a"} {} |  | Trailing token
        [] |  | the body must be a JSON object
        {} | prompt | prompt is missing
        {"prompt": null} | prompt | prompt is missing
        {"prompt": [1, 2]} | prompt | prompt[0] is 1, but must be a text
        {"prompt": ["a", "b", "c", "d", "e"]} | prompt | a list of 1 to 4 texts
        {"prompt": "\\ud83d"} | prompt | an unpaired surrogate
        {"prompt": "a", "stop": ""} | stop | stop has 0 characters, but must have from 1 to 256
        {"prompt": "a", "stop": ["1","2","3","4","5"]} | stop | a list of 0 to 4 texts
        {"prompt": "a", "stream": 1} | stream | stream is 1, but must be true or false
        {"prompt": "a", "stream_options": {"include_usage": true}} | stream_options | stream_options needs
        {"prompt": "a", "stream": true, "stream_options": {"x": 1}} | stream_options | include_usage
        {"prompt": ["a", "b", "c"], "n": 2} | n | 3 prompts × n 2 are 6 texts, but at most 4 are allowed
        {"prompt": "a", "n": 3, "max_tokens": 700000, "until": "function"} | max_tokens | max_tokens 700000
        {"prompt": "a", "max_tokens": 100000, "logprobs": 20} | max_tokens | (1 + logprobs 20) is 2100000
        {"prompt": ["a", "é"], "n": 2, "max_tokens": 500000, "echo": true} | max_tokens | (prompts 2 × max_tokens 500000 + echoed 2) × n 2 × (1 + logprobs 0) is 2000004, but
        """)
    void invalidFieldsAreRefused(String body, String field, String message) throws Exception {
        assertRefused(body, field == null ? "" : field, message);
    }

    @Test
    void promptsThatAreTooLongAreRefused() throws Exception {
        assertRefused("{\"prompt\": \"" + "x".repeat(201) + "\"}", "prompt", "prompt has 201 characters");
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
