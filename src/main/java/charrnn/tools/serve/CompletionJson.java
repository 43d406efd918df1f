package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.sample.Token;
import charrnn.sample.Token.Alternative;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Builds the JSON of completions as in OpenAI's API, whole or as events of a stream. */
final class CompletionJson {
    /** OpenAI's value for an impossible character, since JSON has no infinity. */
    private static final float MIN_LOGPROB = -9999;

    private final CompletionRequest request;
    private final String id = "cmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();

    CompletionJson(CompletionRequest request) {
        this.request = request;
    }

    ObjectNode completion() {
        ObjectNode json = StrictJson.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created)
                .put("model", request.model());
        json.putArray("choices");
        return json;
    }

    /**
     * Adds a choice (OpenAI's name for one text), or its next characters.
     *
     * @param offset number of its characters in earlier events
     */
    void addChoice(ObjectNode completion, int index, int offset, List<Token> tokens, Optional<Outcome> outcome) {
        ObjectNode choice = completion.withArray("choices").addObject();
        choice.put("text", Token.text(tokens)).put("index", index);
        choice.set("logprobs", request.hasLogprobs() ? logprobs(tokens, offset) : null);
        choice.put(
                "finish_reason",
                outcome.map(reason -> reason.name().toLowerCase(Locale.ROOT)).orElse(null));
    }

    /** @param chars characters of all texts, including echoed prompts */
    void addUsage(ObjectNode completion, int chars) {
        int read = request.promptChars();
        int written = chars - (request.echo() ? read * request.sampling().count() : 0);
        completion
                .putObject("usage")
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }

    private static ObjectNode logprobs(List<Token> tokens, int offset) {
        ObjectNode json = StrictJson.object();
        ArrayNode characters = json.putArray("tokens");
        ArrayNode generated = json.putArray("token_logprobs");
        ArrayNode likeliest = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        for (Token token : tokens) {
            characters.add(Character.toString(token.codePoint()));
            offsets.add(offset + offsets.size());
            if (Float.isNaN(token.logProbability())) {
                generated.addNull();
                likeliest.addNull();
                continue;
            }
            generated.add(finite(token.logProbability()));
            ObjectNode all = likeliest.addObject();
            for (Alternative symbol : token.likeliest()) {
                all.put(Character.toString(symbol.codePoint()), finite(symbol.logProbability()));
            }
            all.put(Character.toString(token.codePoint()), finite(token.logProbability()));
        }
        return json;
    }

    private static float finite(float logProbability) {
        return Math.max(logProbability, MIN_LOGPROB);
    }
}
