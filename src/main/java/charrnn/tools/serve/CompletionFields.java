package charrnn.tools.serve;

import charrnn.config.Count;
import charrnn.config.SamplingOption;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.Until;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The fields of {@code POST /v1/completions}: parses a request, checks its budget, and gives its JSON Schema. */
final class CompletionFields {
    /** Largest number of texts of one request, even if the limits of the server are higher. */
    static final int MOST_TEXTS = 128;

    private static final int DEFAULT_LENGTH = 16; // as in OpenAI's API
    private static final int MOST_STOPS = 4;
    private static final int LONGEST_STOP = 256;
    private static final int MOST_LOGPROBS = 20;

    private final Limits limits;
    private final Field<List<String>> prompt;
    private final Field<Optional<Long>> maxTokens;
    private final Field<Optional<Long>> n;
    private final Field<Boolean> stream =
            Field.flag("stream", "Send the text as it is written, by server-sent events.");
    private final Field<Boolean> echo = Field.flag("echo", "Begin the text with the prompt.");
    private final Field<Double> temperature = number(SamplingOption.TEMPERATURE);
    private final Field<Double> topP = number(SamplingOption.TOP_P);
    private final Field<Optional<Long>> topK = whole(SamplingOption.TOP_K);
    private final Field<Double> minP = number(SamplingOption.MIN_P);
    private final Field<Double> repetitionPenalty = number(SamplingOption.REPETITION_PENALTY);
    private final Field<Optional<Long>> repetitionWindow = whole(SamplingOption.REPETITION_WINDOW);
    private final Field<Optional<Long>> seed = Field.whole(
            "seed",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Optional.empty(),
            "The same seed and settings give the same text; choice k has seed + k. Absent: another one each time.");
    private final RandomGenerator seeds;
    private final Field<List<String>> stop =
            Field.texts("stop", MOST_STOPS, 1, LONGEST_STOP, "Each ends the text and is not part of it.");
    private final Field<Optional<String>> constrain = Field.word(
            "constrain",
            List.of("c"),
            "Let nothing come that would break C's lexical and bracket structure, and close what is open before the"
                    + " text ends.");
    private final Field<Optional<String>> until = Field.word(
            "until",
            List.of("line", "function"),
            "End the text at the end of a line, or make it one function definition, which ends with its body's brace.");
    private final Field<Optional<Long>> logprobs = Field.whole(
            "logprobs",
            0,
            MOST_LOGPROBS,
            Optional.empty(),
            "Tell each character's logarithm of its probability, and those of so many of the likeliest.");
    private final Field<String> model;
    private final Field<Boolean> streamOptions = Field.flagInObject(
            "stream_options",
            Field.flag("include_usage", "Send, as the last event, how many characters were read and written."),
            "For a stream alone.");
    private final List<Field<?>> all;

    /** @param seeds generates seeds for requests without one */
    CompletionFields(Limits limits, Field<String> model, RandomGenerator seeds) {
        this.limits = limits;
        this.seeds = seeds;
        this.model = model;
        prompt = Field.texts("prompt", limits.texts(), 0, limits.promptChars(), "What the text goes on from.");
        maxTokens = Field.whole(
                "max_tokens",
                0,
                limits.budget(),
                Optional.empty(),
                "Characters to write, at most. Default: " + DEFAULT_LENGTH + ", with until function "
                        + Until.FUNCTION_LENGTH + ".");
        n = Field.whole("n", 1, limits.texts(), Optional.of(1L), "Texts for each prompt.");
        all = List.of(
                model,
                prompt,
                maxTokens,
                temperature,
                topP,
                topK,
                minP,
                repetitionPenalty,
                repetitionWindow,
                seed,
                stop,
                constrain,
                until,
                n,
                stream,
                streamOptions,
                logprobs,
                echo);
    }

    /** @throws ApiException for the first field that is not allowed */
    CompletionRequest read(JsonNode body) {
        Field.refuseOthers(body, all);
        List<String> prompts = prompt.of(body);
        if (prompts.isEmpty()) {
            throw ApiException.of("missing_field", "prompt", "prompt is missing");
        }
        String name = model.of(body);
        boolean streamed = stream.of(body);
        boolean usage = streamOptions.of(body);
        if (usage && !streamed) {
            throw ApiException.of("invalid_value", "stream_options", "stream_options goes with \"stream\": true alone");
        }
        boolean constrained = constrained(body);
        Until end = until.of(body)
                .map(word -> Until.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Until.LENGTH);
        Optional<Long> given = maxTokens.of(body);
        int length = given.map(Math::toIntExact).orElse(end.defaultLength(Math.min(DEFAULT_LENGTH, limits.budget())));
        SamplingOptions sampling = sampling(body, length);
        int likeliest = logprobs.of(body).map(Long::intValue).orElse(-1);
        CompletionRequest request = new CompletionRequest(
                name, prompts, sampling, constrained, end, stop.of(body), likeliest, echo.of(body), streamed, usage);
        checkBudget(request, given.isEmpty());
        return request;
    }

    private boolean constrained(JsonNode body) {
        boolean constrained = constrain.of(body).isPresent();
        if (constrained && !stop.of(body).isEmpty()) {
            throw ApiException.of(
                    "invalid_value",
                    "stop",
                    "stop cuts a text wherever it comes, so it does not go with constrain, which closes what is open;"
                            + " until does");
        }
        return constrained;
    }

    private SamplingOptions sampling(JsonNode body, int length) {
        return new SamplingOptions(
                length,
                temperature.of(body),
                whole(topK, body),
                topP.of(body),
                minP.of(body),
                1,
                repetitionPenalty.of(body),
                whole(repetitionWindow, body),
                seed.of(body).orElseGet(seeds::nextLong),
                whole(n, body),
                "");
    }

    private static int whole(Field<Optional<Long>> field, JsonNode body) {
        return Math.toIntExact(field.of(body).orElseThrow());
    }

    private void checkBudget(CompletionRequest request, boolean defaultLength) {
        int prompts = request.prompts().size();
        int count = request.sampling().count();
        if (request.texts() > limits.texts()) {
            throw ApiException.of(
                    "too_many_texts",
                    "n",
                    prompts + " prompts × n " + count + " are " + request.texts() + " texts, but at most "
                            + limits.texts() + " are allowed");
        }
        int length = request.sampling().length();
        int echoed = request.echo() ? request.promptChars() : 0;
        int likeliest = request.likeliest();
        long characters = ((long) prompts * length + echoed) * count * (likeliest < 0 ? 1 : 1 + likeliest);
        if (characters > limits.budget()) {
            String place = request.until() == Until.FUNCTION ? " with until function" : "";
            String origin = defaultLength ? " (the default" + place + ")" : "";
            String each = Count.of(prompts, "prompt") + " × max_tokens " + length + origin;
            throw ApiException.of(
                    "over_budget",
                    "max_tokens",
                    (echoed == 0 ? each : "(" + each + " + " + Count.of(echoed, "echoed character") + ")")
                            + " × n "
                            + count
                            + (likeliest < 0 ? "" : " × (1 + logprobs " + likeliest + ")") + " is " + characters
                            + ", but at most " + limits.budget() + " is allowed");
        }
    }

    private static Field<Double> number(SamplingOption option) {
        return Field.number(
                option.field(),
                option.min(),
                option.isAboveMin(),
                option.maxServed(),
                option.byDefault(),
                option.help());
    }

    private static Field<Optional<Long>> whole(SamplingOption option) {
        return Field.whole(
                option.field(),
                (long) option.min(),
                (long) option.maxServed(),
                Optional.of((long) option.byDefault()),
                option.help());
    }

    /** JSON Schema of a request. */
    ObjectNode schema() {
        return Field.schema(all, prompt.name());
    }
}
