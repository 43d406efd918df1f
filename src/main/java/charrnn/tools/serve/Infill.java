package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.grammar.CScanner;
import charrnn.tools.complete.Completer.Completion;
import charrnn.tools.complete.Completer.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The requests and answers of {@code /infill}, the route of llama.cpp's server by which editors complete code at a cursor. */
final class Infill {
    private Infill() {}

    /** Converts a request that has the schema {@code InfillRequest}. */
    static Request request(ObjectNode body) {
        int alternative = body.get("alternative").intValue();
        return new Request(
                body.get("input_prefix").textValue() + body.get("prompt").textValue(),
                body.get("input_suffix").textValue(),
                body.path("input_extra")
                        .valueStream()
                        .map(piece -> piece.path("text").asText())
                        .toList(),
                body.get("n_predict").intValue(),
                CompletionRequest.strings(body.path("stop")).stream()
                        .filter(stop -> !stop.isEmpty())
                        .toList(),
                indentation(body.get("n_indent").intValue(), body.get("prompt").textValue()),
                body.get("t_max_predict_ms").longValue(),
                alternative,
                alternative > 0 ? 0 : body.get("min_confidence").doubleValue());
    }

    /**
     * The indentation of the cursor's line in columns. Clients send it in columns of tabs of any width, or as a number of
     * characters, so it is counted here where the line is known.
     */
    private static int indentation(int given, String line) {
        return given == 0 || line.isEmpty() ? given : CScanner.indentation(line);
    }

    /** Builds an answer. With {@code response_fields}, it has only these fields, each under its path. */
    static ObjectNode answer(ObjectNode body, Completion completion, String model) {
        ObjectNode answer = StrictJson.object()
                .put("content", completion.suggestion().text())
                .put("logprob", completion.suggestion().logProbability())
                .put("model", model)
                .put("stop_type", completion.stopped() ? "eos" : "limit")
                .put("truncated", false)
                .put("tokens_cached", completion.kept());
        answer.putObject("generation_settings");
        ObjectNode timings = answer.putObject("timings");
        addTimes(timings, "prompt", completion.read(), completion.readNanos());
        addTimes(timings, "predicted", chars(completion), completion.generateNanos());
        if (!body.has("response_fields")) {
            return answer;
        }
        ObjectNode selected = StrictJson.object();
        for (String path : CompletionRequest.strings(body.get("response_fields"))) {
            JsonNode value = answer.at("/" + path);
            if (!path.isEmpty() && !value.isMissingNode()) {
                selected.set(path, value);
            }
        }
        return selected;
    }

    private static int chars(Completion completion) {
        String text = completion.suggestion().text();
        return text.codePointCount(0, text.length());
    }

    private static void addTimes(ObjectNode timings, String name, int chars, long nanos) {
        double millis = nanos / 1e6;
        timings.put(name + "_n", chars)
                .put(name + "_ms", millis)
                .put(name + "_per_token_ms", millis / Math.max(1, chars))
                .put(name + "_per_second", nanos == 0 ? 0 : chars * 1e9 / nanos);
    }
}
