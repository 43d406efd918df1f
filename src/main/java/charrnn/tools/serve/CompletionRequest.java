package charrnn.tools.serve;

import charrnn.config.ConfigKey;
import charrnn.corpus.Vocabulary;
import charrnn.message.UserError;
import charrnn.sample.Constraint;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request for completions.
 *
 * @param body the request as JSON, which has the schema {@code CompletionRequest}
 * @param sampling sampling options; the count is the number of texts for each prompt
 * @param until condition that ends a text before its length
 */
record CompletionRequest(ObjectNode body, SamplingOptions sampling, Until until) {
    private static final int DEFAULT_LENGTH = 16; // as in OpenAI's API
    private static final int UNLIMITED = Integer.MAX_VALUE; // to complete a prompt that is only checked
    private static final SecureRandom SEEDS = new SecureRandom(); // for requests without a seed

    /** @throws ApiException if fields contradict each other, or the request is over the budget */
    static CompletionRequest of(ObjectNode body, ServerOptions options) {
        Until until = Until.valueOf(body.path("until").asText("length").toUpperCase(Locale.ROOT));
        int defaultLength = until.defaultLength(Math.min(DEFAULT_LENGTH, options.maxBudget));
        SamplingOptions sampling = sampling(body, body.path("max_tokens").asInt(defaultLength));
        CompletionRequest request = new CompletionRequest(body, sampling, until);
        if (request.usage() && !request.stream()) {
            throw ApiException.of("invalid_value", "stream_options", "stream_options needs \"stream\": true");
        }
        if (!body.get("suffix").textValue().isEmpty()) {
            throw ApiException.of(
                    "invalid_value", "suffix", "suffix must be empty: POST /infill completes at a cursor");
        }
        if (request.constrained() && !request.stops().isEmpty()) {
            String reason = "it would cut a text before its brackets are closed; until does";
            throw ApiException.of("invalid_value", "stop", "stop does not go with constrain: " + reason);
        }
        request.checkBudget(options);
        return request;
    }

    private static SamplingOptions sampling(ObjectNode body, int length) {
        Map<String, Object> declared = SamplingOptions.DECLARED.stream()
                .collect(Collectors.toMap(
                        ConfigKey::path,
                        key -> key.parse(body.get(key.field()).asText()).orElseThrow()));
        long seed = body.path("seed").asLong(SEEDS.nextLong());
        return SamplingOptions.of(declared, length, seed, body.get("n").intValue(), "");
    }

    private void checkBudget(ServerOptions options) {
        int texts = prompts().size() * sampling.count();
        if (texts > options.maxTexts()) {
            String message = prompts().size() + " prompts × n " + sampling.count() + " are " + texts
                    + " texts, but at most " + options.maxTexts() + " are allowed";
            throw ApiException.of("too_many_texts", "n", message);
        }
        int echoed = echo() ? promptChars() : 0;
        long prompted = (long) prompts().size() * sampling.length() + echoed;
        long characters = prompted * sampling.count() * (1 + listed());
        if (characters > options.maxBudget) {
            String message = "(prompts " + prompts().size() + " × max_tokens " + sampling.length() + " + echoed "
                    + echoed + ") × n " + sampling.count() + " × (1 + logprobs " + listed() + ") is " + characters
                    + ", but at most " + options.maxBudget + " is allowed";
            throw ApiException.of("over_budget", "max_tokens", message);
        }
    }

    /** Refuses what is for C only if the model has learned another language. */
    void requireLanguage(String language) {
        String forC = constrained() ? "constrain" : until == Until.FUNCTION ? "until" : "";
        if (!forC.isEmpty() && !language.equals("c")) {
            String fault = " is for C only, but the network " + model() + " has learned other text";
            throw ApiException.of("invalid_value", forC, forC + fault);
        }
    }

    String model() {
        return body.get("model").textValue();
    }

    private List<String> prompts() {
        return strings(body.get("prompt"));
    }

    private List<String> stops() {
        return strings(body.path("stop"));
    }

    /** Converts a text, a list of texts, or an absent field. */
    static List<String> strings(JsonNode value) {
        return value.isTextual()
                ? List.of(value.textValue())
                : value.valueStream().map(JsonNode::textValue).toList();
    }

    /** Whether texts begin with their prompts. */
    boolean echo() {
        return body.get("echo").booleanValue();
    }

    /** Whether characters are sent as they are generated. */
    boolean stream() {
        return body.get("stream").booleanValue();
    }

    /** Whether a stream ends with the numbers of characters read and written. */
    boolean usage() {
        return body.at("/stream_options/include_usage").booleanValue();
    }

    boolean hasLogprobs() {
        return body.has("logprobs");
    }

    /** Number of likeliest characters that the logprobs of a character list. */
    private int listed() {
        return body.path("logprobs").asInt(0);
    }

    private boolean constrained() {
        return body.has("constrain");
    }

    /** Whether the prompts are read as C, which takes up to seconds. */
    boolean readsPromptsAsC() {
        return constrained() || until != Until.LENGTH;
    }

    int promptChars() {
        return prompts().stream()
                .mapToInt(prompt -> prompt.codePointCount(0, prompt.length()))
                .sum();
    }

    /**
     * The requests of the individual texts, in the order of the prompts. Text k uses the seed plus k, as in {@code sample
     * --count}. Where nothing is generated or echoed, the prompt is checked by the constraint only, and the network does not
     * read it.
     *
     * @param vocabulary the network's vocabulary
     * @throws ApiException if a prompt, or the vocabulary, does not allow the constraint
     */
    List<GenerationRequest> generationRequests(Vocabulary vocabulary) {
        LogitsProcessor processor = LogitsProcessor.occurrencePenalty(
                        body.get("presence_penalty").doubleValue(),
                        body.get("frequency_penalty").doubleValue())
                .then(sampling.temperatureAndCuts());
        List<GenerationRequest> requests = new ArrayList<>();
        for (String prompt : prompts()) {
            Constraint constraint = constraint(prompt, vocabulary);
            String read = sampling.length() > 0 || echo() ? prompt : "";
            for (int choice = 0; choice < sampling.count(); choice++) {
                requests.add(new GenerationRequest(
                        read,
                        echo(),
                        sampling.length(),
                        constraint.copy(),
                        processor,
                        sampling.random(requests.size()),
                        stops(),
                        listed()));
            }
        }
        return requests;
    }

    private Constraint constraint(String prompt, Vocabulary vocabulary) {
        if (!readsPromptsAsC()) {
            return Constraint.NONE;
        }
        CConstraints constraints;
        try {
            constraints = new CConstraints(vocabulary, constrained(), until);
        } catch (UserError e) {
            throw ApiException.of("invalid_value", "constrain", String.join("; ", e.messages()));
        }
        try {
            return constraints.create(prompt, sampling.length() > 0 ? sampling.length() : UNLIMITED);
        } catch (UserError e) {
            throw ApiException.of("invalid_prompt", "prompt", String.join("; ", e.messages()));
        }
    }
}
