package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.sample.Token;
import charrnn.sample.Token.Alternative;
import charrnn.tools.serve.decode.ScheduledText;
import charrnn.tools.serve.decode.ScheduledText.Part;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    /** Adds a choice (OpenAI's name for one text), or its next characters. */
    void addChoice(ObjectNode completion, int index, Part part) {
        ObjectNode choice = completion.withArray("choices").addObject();
        choice.put("text", Token.text(part.tokens())).put("index", index);
        choice.set("logprobs", request.hasLogprobs() ? logprobs(part) : null);
        choice.put(
                "finish_reason",
                part.outcome()
                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                        .orElse(null));
    }

    /** @param texts all texts, of which all characters were taken */
    void addUsage(ObjectNode completion, List<ScheduledText> texts) {
        int read = request.promptChars();
        int echoed = request.echo() ? read * request.sampling().count() : 0;
        int written = texts.stream().mapToInt(ScheduledText::taken).sum() - echoed;
        completion
                .putObject("usage")
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }

    private static ObjectNode logprobs(Part part) {
        ObjectNode json = StrictJson.object();
        ArrayNode characters = json.putArray("tokens");
        ArrayNode generated = json.putArray("token_logprobs");
        ArrayNode likeliest = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        for (Token token : part.tokens()) {
            characters.add(Character.toString(token.codePoint()));
            offsets.add(part.offset() + offsets.size());
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
