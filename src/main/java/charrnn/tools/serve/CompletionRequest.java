package charrnn.tools.serve;

import charrnn.config.ConfigKey;
import charrnn.corpus.Vocabulary;
import charrnn.message.UserError;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.LogitsProcessors;
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
 * @param sampling sampling options; the count is the number of texts for each prompt
 * @param frequencyPenalty see {@link LogitsProcessors#occurrencePenalty}
 * @param presencePenalty see {@link LogitsProcessors#occurrencePenalty}
 * @param constrained whether texts must keep C's structure
 * @param until condition that ends a text before its length
 * @param stops strings that end a text
 * @param likeliest number of likeliest characters in the logprobs; -1 for no logprobs
 * @param echo whether texts begin with their prompts
 * @param stream whether characters are sent as they are generated
 * @param usage whether a stream ends with the numbers of characters read and written
 */
record CompletionRequest(
        String model,
        List<String> prompts,
        SamplingOptions sampling,
        double frequencyPenalty,
        double presencePenalty,
        boolean constrained,
        Until until,
        List<String> stops,
        int likeliest,
        boolean echo,
        boolean stream,
        boolean usage) {
    private static final int DEFAULT_LENGTH = 16; // as in OpenAI's API
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final SecureRandom SEEDS = new SecureRandom(); // for requests without a seed

    /**
     * Converts a request that has the schema {@code CompletionRequest}.
     *
     * @throws ApiException if fields contradict each other, or the request is over the budget
     */
    static CompletionRequest of(ObjectNode body, Limits limits) {
        boolean stream = body.get("stream").booleanValue();
        boolean usage = body.at("/stream_options/include_usage").booleanValue();
        if (usage && !stream) {
            throw ApiException.of("invalid_value", "stream_options", "stream_options needs \"stream\": true");
        }
        if (!body.get("suffix").textValue().isEmpty()) {
            throw ApiException.of(
                    "invalid_value", "suffix", "suffix must be empty: POST /infill completes at a cursor");
        }
        List<String> stops = strings(body.path("stop"));
        if (body.has("constrain") && !stops.isEmpty()) {
            String reason = "it would cut a text before its brackets are closed; until does";
            throw ApiException.of("invalid_value", "stop", "stop does not go with constrain: " + reason);
        }
        Until until = Until.valueOf(body.path("until").asText("length").toUpperCase(Locale.ROOT));
        int defaultLength = until.defaultLength(Math.min(DEFAULT_LENGTH, limits.budget()));
        CompletionRequest request = new CompletionRequest(
                body.get("model").textValue(),
                strings(body.get("prompt")),
                sampling(body, body.path("max_tokens").asInt(defaultLength)),
                body.get("frequency_penalty").doubleValue(),
                body.get("presence_penalty").doubleValue(),
                body.has("constrain"),
                until,
                stops,
                body.path("logprobs").asInt(-1),
                body.get("echo").booleanValue(),
                stream,
                usage);
        request.checkBudget(limits);
        return request;
    }

    /** Converts a text, a list of texts, or an absent field. */
    static List<String> strings(JsonNode value) {
        return value.isTextual()
                ? List.of(value.textValue())
                : value.valueStream().map(JsonNode::textValue).toList();
    }

    private static SamplingOptions sampling(ObjectNode body, int length) {
        Map<String, Object> declared = SamplingOptions.DECLARED.stream()
                .collect(Collectors.toMap(
                        ConfigKey::path,
                        key -> key.parse(body.get(key.field()).asText()).orElseThrow()));
        long seed = body.path("seed").asLong(SEEDS.nextLong());
        return SamplingOptions.of(declared, length, seed, body.get("n").intValue(), "");
    }

    private void checkBudget(Limits limits) {
        int count = sampling.count();
        if (textCount() > limits.maxTexts()) {
            String product = prompts.size() + " prompts × n " + count + " are " + textCount() + " texts";
            String message = product + ", but at most " + limits.maxTexts() + " are allowed";
            throw ApiException.of("too_many_texts", "n", message);
        }
        int echoed = echo ? promptChars() : 0;
        long characters = ((long) prompts.size() * sampling.length() + echoed) * count * (1 + Math.max(0, likeliest));
        if (characters > limits.budget()) {
            String message = "(prompts " + prompts.size() + " × max_tokens " + sampling.length() + " + echoed "
                    + echoed + ") × n " + count + " × (1 + logprobs " + Math.max(0, likeliest) + ") is " + characters
                    + ", but at most " + limits.budget() + " is allowed";
            throw ApiException.of("over_budget", "max_tokens", message);
        }
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
        List<GenerationRequest> requests = new ArrayList<>();
        for (String prompt : prompts) {
            LogitsProcessor processor = processor(prompt, vocabulary);
            String read = sampling.length() > 0 || echo ? prompt : "";
            for (int choice = 0; choice < sampling.count(); choice++) {
                requests.add(new GenerationRequest(
                        read,
                        echo,
                        sampling.length(),
                        processor.copy(),
                        sampling.random(requests.size()),
                        stops,
                        Math.max(0, likeliest)));
            }
        }
        return requests;
    }

    private LogitsProcessor processor(String prompt, Vocabulary vocabulary) {
        LogitsProcessorFactory processors = sampling.processors(vocabulary)
                .then(LogitsProcessors.occurrencePenalty(vocabulary.size(), presencePenalty, frequencyPenalty));
        if (readsPromptsAsC()) {
            try {
                processors = processors.then(new CConstraints(vocabulary, constrained, until));
            } catch (UserError e) {
                throw ApiException.of("invalid_value", "constrain", String.join("; ", e.messages()));
            }
        }
        try {
            int length = sampling.length() > 0 ? sampling.length() : UNLIMITED; // to complete the prompt
            return processors.create(prompt, length).then(sampling.temperatureAndCuts());
        } catch (UserError e) {
            throw ApiException.of("invalid_prompt", "prompt", String.join("; ", e.messages()));
        }
    }

    /** Whether the prompts are read as C, which takes up to seconds. */
    boolean readsPromptsAsC() {
        return constrained || until != Until.LENGTH;
    }

    int textCount() {
        return prompts.size() * sampling.count();
    }

    boolean hasLogprobs() {
        return likeliest >= 0;
    }

    int promptChars() {
        return prompts.stream()
                .mapToInt(prompt -> prompt.codePointCount(0, prompt.length()))
                .sum();
    }
}
