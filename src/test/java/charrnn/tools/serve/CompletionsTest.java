package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.Constraint;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of completions, as whole answers and as streams. */
class CompletionsTest extends ServedTest {
    private static String sampled(String prompt, int length, double temperature, int topK, double topP, int sample) {
        return Served.written(
                new HashModel(), prompt, new SamplingOptions(length, temperature, topK, topP, 7, 1, ""), sample);
    }

    /** The data of a stream's events. */
    static List<JsonNode> events(String body) throws Exception {
        HttpResponse<String> answer = served.post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        List<JsonNode> events = new ArrayList<>();
        for (String event : answer.body().split("\n\n")) {
            assertThat(event).startsWith("data: ").doesNotContain("\n");
            if (!event.equals("data: [DONE]")) {
                events.add(Served.JSON.readTree(event.substring("data: ".length())));
            }
        }
        return events;
    }

    @Test
    void completionHasTheTextAndItsUsage() throws Exception {
        JsonNode answer = served.complete("{\"prompt\": \"ab{\", \"max_tokens\": 40, \"seed\": 7, \"temperature\": 0.8,"
                + " \"top_k\": 5, \"top_p\": 0.9, \"model\": \"fake\"}");
        assertThat(answer.get("object").asText()).isEqualTo("text_completion");
        assertThat(answer.get("id").asText()).startsWith("cmpl-");
        assertThat(answer.get("choices")).hasSize(1);
        JsonNode choice = answer.get("choices").get(0);
        assertThat(choice.get("text").asText()).isEqualTo(sampled("ab{", 40, 0.8, 5, 0.9, 0));
        assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
        assertThat(choice.get("logprobs").isNull()).isTrue();
        assertThat(answer.get("usage"))
                .isEqualTo(Served.JSON.readTree(
                        "{\"prompt_tokens\": 3, \"completion_tokens\": 40, \"total_tokens\": 43}"));
    }

    @Test
    void absentFieldsHaveTheirDefaults() throws Exception {
        assertThat(served.text("{\"prompt\": \"a\", \"seed\": 7}")).isEqualTo(sampled("a", 16, 0.7, 0, 1, 0));
        assertThat(served.text("{\"prompt\": \"a\"}")).isNotEqualTo(served.text("{\"prompt\": \"a\"}"));
    }

    /** The fields of OpenAI's client, null and with the values that have no effect; those of LangChain at commit 0339ba1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "best_of": null, "echo": null, "frequency_penalty": null, "logit_bias": null, "logprobs": null, "n": null, \
        "presence_penalty": null, "stop": null, "stream": null, "stream_options": null, "suffix": null, \
        "temperature": null, "top_p": null, "user": null, "service_tier": null
        "best_of": 1, "echo": false, "frequency_penalty": 0, "logit_bias": {}, "n": 1, "presence_penalty": 0.0, \
        "stop": [], "stream": false, "stream_options": {"include_usage": null, "include_obfuscation": false}, \
        "suffix": "", "top_p": 1, "user": "u"
        "temperature": 0.7, "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0, "n": 1, "logit_bias": {}, \
        "logprobs": null, "stop": null
        """)
    void neutralValuesHaveNoEffect(String fields) throws Exception {
        String request = "{\"model\": \"fake\", \"prompt\": \"ab\", \"max_tokens\": 40, \"seed\": 7, ";
        assertThat(served.text(request + fields + "}")).isEqualTo(sampled("ab", 40, 0.7, 0, 1, 0));
    }

    /** Each text counts its own characters. */
    @ParameterizedTest
    @ValueSource(strings = {"frequency", "presence"})
    void penaltiesAreThoseOfOpenAi(String name) throws Exception {
        JsonNode choices = served.complete("{\"prompt\": \"ab\", \"max_tokens\": 60, \"n\": 2, \"temperature\": 0, \""
                        + name + "_penalty\": 1.5}")
                .get("choices");
        HashModel model = new HashModel();
        SamplingOptions greedy = new SamplingOptions(60, 0, 0, 1, 7, 1, "");
        boolean ofPresence = name.equals("presence");
        LogitsProcessor processor = LogitsProcessor.occurrencePenalty(ofPresence ? 1.5 : 0, ofPresence ? 0 : 1.5)
                .then(greedy.temperatureAndCuts());
        String expected = FinishedText.of(model, processor, Constraint.NONE, greedy.random(0), "ab", 60, "")
                .text();
        assertThat(choices.findValuesAsText("text")).containsExactly(expected, expected);
        assertThat(expected).isNotEqualTo(Served.written(model, "ab", greedy, 0));
    }

    /** Choice k has the seed plus k. */
    @Test
    void promptsAndTextsAreInOrder() throws Exception {
        JsonNode choices = served.complete(
                        "{\"prompt\": [\"ab\", \"\"], \"n\": 2, \"max_tokens\": 20, \"seed\": 7, \"temperature\": 1}")
                .get("choices");
        assertThat(choices).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(choices.get(i).get("index").asInt()).isEqualTo(i);
            assertThat(choices.get(i).get("text").asText()).isEqualTo(sampled(i < 2 ? "ab" : "", 20, 1, 0, 1, i));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "prompt": "ab", "max_tokens": 50, "seed": 3
        "prompt": "ab", "max_tokens": 3000, "seed": 3, "logprobs": 20
        "prompt": "ab", "max_tokens": 500, "seed": 3, "n": 3, "stop": ["ab", "{}"]
        "prompt": ["ab", "cd"], "max_tokens": 30, "seed": 3, "logprobs": 2, "echo": true
        "prompt": "ab", "max_tokens": 0, "echo": true, "logprobs": 0
        "prompt": "ab", "max_tokens": 0
        """)
    void streamsEqualWholeAnswers(String fields) throws Exception {
        JsonNode whole = served.complete("{" + fields + "}").get("choices");
        TreeMap<Integer, StringBuilder> texts = new TreeMap<>();
        TreeMap<Integer, String> ends = new TreeMap<>();
        TreeMap<Integer, List<JsonNode>> logprobs = new TreeMap<>();
        for (JsonNode event : events("{" + fields + ", \"stream\": true}")) {
            JsonNode choice = event.get("choices").get(0);
            int index = choice.get("index").asInt();
            assertThat(ends).as("nothing comes after the end").doesNotContainKey(index);
            texts.computeIfAbsent(index, i -> new StringBuilder())
                    .append(choice.get("text").asText());
            logprobs.computeIfAbsent(index, i -> new ArrayList<>()).addAll(List.of(choice.get("logprobs")));
            if (!choice.get("finish_reason").isNull()) {
                ends.put(index, choice.get("finish_reason").asText());
            }
        }
        assertThat(texts).hasSize(whole.size());
        for (JsonNode choice : whole) {
            int index = choice.get("index").asInt();
            assertThat(texts.get(index)).hasToString(choice.get("text").asText());
            assertThat(ends.get(index)).isEqualTo(choice.get("finish_reason").asText());
            if (!choice.get("logprobs").isNull()) {
                for (String name : List.of("text_offset", "top_logprobs")) {
                    assertThat(logprobs.get(index).stream()
                                    .flatMap(part -> part.get(name).valueStream()))
                            .containsExactlyElementsOf(choice.get("logprobs").get(name));
                }
            }
        }
    }

    @Test
    void stopStringsEndTheTextAndAreNotPartOfIt() throws Exception {
        String all = sampled("ab", 200, 1, 0, 1, 0);
        String stop = all.substring(60, 63);
        JsonNode choice = served.complete("{\"prompt\": \"ab\", \"max_tokens\": 200, \"seed\": 7, \"temperature\": 1,"
                        + " \"stop\": " + Served.JSON.writeValueAsString(stop) + "}")
                .at("/choices/0");
        assertThat(choice.get("text").asText()).isEqualTo(all.substring(0, all.indexOf(stop)));
        assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
    }

    /** The probabilities of the fake model do not depend on C's structure. */
    @ParameterizedTest
    @EnumSource(Until.class)
    void constrainedTextsEqualThoseOfTheSampleCommand(Until until) throws Exception {
        String prompt = "int f(void)\n{\n\tg(\"";
        HashModel model = new HashModel(Served.C, 5);
        SamplingOptions options = new SamplingOptions(300, 0.9, 0, 1, 0.02, 7, 1, "");
        CConstraints constraints = new CConstraints(model.vocabulary(), true, until);
        try (Served constrained = Served.with(new HashModel(Served.C, 5))) {
            String place = until == Until.LENGTH
                    ? ""
                    : ", \"until\": \"" + until.name().toLowerCase(Locale.ROOT) + "\"";
            JsonNode choices = constrained
                    .complete("{\"prompt\": " + Served.JSON.writeValueAsString(prompt)
                            + ", \"constrain\": \"c\", \"max_tokens\": 300, \"seed\": 7, \"n\": 3, \"temperature\":"
                            + " 0.9, \"min_p\": 0.02" + place + "}")
                    .get("choices");
            for (int k = 0; k < 3; k++) {
                String text = choices.get(k).get("text").asText();
                FinishedText alone =
                        FinishedText.of(model, options.request(prompt, k, constraints.create(prompt, 300)));
                assertThat(text).isEqualTo(alone.text());
                boolean ended = alone.reason() == FinishReason.UNTIL;
                assertThat(choices.get(k).get("finish_reason").asText()).isEqualTo(ended ? "stop" : "length");
                assertThat(ended || until != Until.LINE).isTrue();
            }
        }
    }

    @Test
    void echoRepeatsThePromptAndCountsAsPromptTokens() throws Exception {
        JsonNode answer = served.complete(
                "{\"prompt\": \"é€😀\", \"max_tokens\": 5, \"seed\": 7, \"echo\": true, \"temperature\": 0.7}");
        assertThat(answer.at("/choices/0/text").asText()).isEqualTo("é€😀" + sampled("é€😀", 5, 0.7, 0, 1, 0));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void logprobsAreThoseOfTheNetwork() throws Exception {
        JsonNode logprobs = served.complete("{\"prompt\": \"ab\", \"max_tokens\": 3, \"seed\": 7, \"echo\": true,"
                        + " \"logprobs\": 3, \"temperature\": 0.1, \"top_k\": 1}")
                .at("/choices/0/logprobs");
        HashModel model = new HashModel();
        model.add();
        assertThat(logprobs.get("tokens")).hasSize(5);
        assertThat(logprobs.at("/token_logprobs/0").isNull()).isTrue();
        assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
        for (int i = 1; i < 5; i++) {
            model.step(model.vocabulary()
                    .indexOf(logprobs.get("tokens").get(i - 1).asText().codePointAt(0)));
            float[] expected = model.logProbabilities(0);
            String token = logprobs.get("tokens").get(i).asText();
            double own = logprobs.get("token_logprobs").get(i).asDouble();
            assertThat(own).isCloseTo(expected[model.vocabulary().indexOf(token.codePointAt(0))], within(1e-6));
            JsonNode likeliest = logprobs.get("top_logprobs").get(i);
            assertThat(likeliest.size()).isBetween(3, 4);
            assertThat(likeliest.get(token).asDouble()).isEqualTo(own);
            int better = 0;
            for (float logarithm : expected) {
                better += logarithm > own ? 1 : 0;
            }
            assertThat(likeliest).hasSize(better < 3 ? 3 : 4);
            assertThat(logprobs.get("text_offset").get(i).asInt()).isEqualTo(i);
        }
    }

    @Test
    void usageOfAStreamIsTheLastEventIfRequested() throws Exception {
        List<JsonNode> events = events("{\"prompt\": \"abc\", \"max_tokens\": 9, \"n\": 2, \"stream\": true,"
                + " \"stream_options\": {\"include_usage\": true}}");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.get("choices")).isEmpty();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(18);
        assertThat(last.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    }
}
