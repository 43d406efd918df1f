package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.CopyingNetwork;
import charrnn.tools.complete.Completer;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The route of editors, with a network that copies, and a project of a line. */
class InfillTest {
    private static final String LINE = "\tzebra_eat(herd, grass, 12);\n";

    private final Served served = new Served();

    @BeforeEach
    void adopt() {
        HashModel other = new HashModel();
        Completer completer = new Completer(CopyingNetwork.model(LINE.repeat(30)));
        served.server().adopt(Served.MODEL, new Server.Network(other, other, Optional.of(completer)));
    }

    @AfterEach
    void close() {
        served.close();
    }

    private JsonNode answer(String body) throws IOException, InterruptedException {
        return served.answer("/infill", body);
    }

    @Test
    void aLineIsCompleted() throws IOException, InterruptedException {
        JsonNode answer = answer("""
            {"input_prefix": "{\\n", "prompt": "\\tzebra_eat(", "input_suffix": "\\n}\\n",
             "input_extra": [{"text": "int a;\\n", "filename": "a.c", "time": [1, 2]}],
             "n_predict": 20, "stop": [], "n_indent": 0, "t_max_predict_ms": 0, "lora": [], "seed": 1, "min_p": 0.1}\
            """);
        assertThat(answer.get("content").asText()).isEqualTo("herd, grass, 12);");
        assertThat(answer.at("/timings/prompt_n").asInt()).isEqualTo(13);
        assertThat(answer.at("/timings/predicted_n").asInt()).isEqualTo(17);
        assertThat(answer.get("logprob").asDouble()).isBetween(Math.log(0.5), 0.0);
        assertThat(answer.get("stop_type").asText()).isEqualTo("eos");
        assertThat(answer.get("model").asText()).isEqualTo(Served.MODEL);
    }

    /** The fields that llama.vim sends at commit 381730b while a line is typed. */
    @Test
    void theRequestOfLlamaVimIsAnswered() throws IOException, InterruptedException {
        JsonNode fields = answer("""
            {"top_k": 40, "top_p": 0.9, "n_predict": 128, "n_cmpl": 1, "n_indent": 1, "stop": [], "stream": false, "id_slot": 0,
             "model": "any", "cache_prompt": true, "samplers": ["top_k", "top_p", "infill"],
             "t_max_prompt_ms": 500, "t_max_predict_ms": 250,
             "input_extra": [{"filename": "a.c", "time": [15894, -1029596875], "text": "int a;\\n"}],
             "input_prefix": "{\\n", "prompt": "\\tzebra_eat(", "input_suffix": "\\n}\\n\\n",
             "response_fields": ["content", "timings/prompt_n", "timings/prompt_ms", "timings/prompt_per_token_ms",
              "timings/prompt_per_second", "timings/predicted_n", "timings/predicted_ms", "timings/predicted_per_token_ms",
              "timings/predicted_per_second", "truncated", "tokens_cached"]}\
            """);
        // The plug-in ignores an answer in another form.
        assertThat(fields.toString()).startsWith("{\"content\":\"herd, grass, 12);");
        assertThat(fields.size()).isEqualTo(11);
        assertThat(fields.get("truncated").asBoolean()).isFalse();
        assertThat(fields.get("timings/predicted_per_second").isNumber()).isTrue();
    }

    /** An editor sends the text ahead, and only then what it wants to have completed. */
    @Test
    void aTextThatWasSentAheadIsNotReadAgain() throws IOException, InterruptedException {
        String prefix = LINE.repeat(8).replace("\t", "\\t").replace("\n", "\\n");
        JsonNode ahead = answer("{\"input_prefix\": \"" + prefix + "\", \"n_predict\": 0}");
        assertThat(ahead.get("content").asText()).isEmpty();
        assertThat(ahead.at("/timings/prompt_n").asInt()).isEqualTo(8 * LINE.length());
        JsonNode then = answer("{\"input_prefix\": \"" + prefix + "\", \"prompt\": \"\\tze\"}");
        assertThat(then.get("content").asText()).startsWith("bra_eat(herd, grass, 12);");
        assertThat(then.at("/timings/prompt_n").asInt()).isEqualTo(3);
        assertThat(then.get("tokens_cached").asInt()).isEqualTo(8 * LINE.length());
    }

    /** The first character of an alternative is unlikely from the start. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0"})
    void anAlternativeHasNoMinimumOfConfidence(int alternative, double minConfidence) {
        Completer.Request request = Infill.request(body("a", 0, alternative));
        assertThat(request.alternative()).isEqualTo(alternative);
        assertThat(request.minConfidence()).isEqualTo(minConfidence);
    }

    private static ObjectNode body(String prompt, int indentation, int alternative) {
        ObjectNode body = Served.JSON.createObjectNode();
        body.put("input_prefix", "").put("prompt", prompt).put("input_suffix", "");
        body.put("n_predict", 1).put("n_indent", indentation).put("t_max_predict_ms", 1);
        return body.put("alternative", alternative).put("min_confidence", 0.5);
    }

    /** llama.vim counts the characters of an indentation, other editors its columns with tabs of any width. */
    @ParameterizedTest
    @CsvSource({"2, 16", "16, 16", "8, 16", "0, 0"})
    void anIndentationIsGivenInCharactersOrInColumns(int given, int columns) {
        assertThat(Infill.request(body("\t\ta", given, 0)).indentation()).isEqualTo(columns);
    }
}
