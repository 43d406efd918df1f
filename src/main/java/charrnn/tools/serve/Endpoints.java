package charrnn.tools.serve;

import charrnn.model.LanguageModel;
import charrnn.tools.cells.CellPage;
import charrnn.tools.cells.CellReport;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.serve.Router.Route;
import charrnn.tools.serve.Server.Network;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.DecodingLoop.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The routes of the server. */
final class Endpoints {
    private Endpoints() {}

    /**
     * The routes by their paths.
     *
     * @param networks returns the current network of a model, by the model's name
     * @param models names of the models
     */
    static Map<String, Route> routes(
            DecodingLoop loop,
            Function<String, Network> networks,
            AnalysisThread analyses,
            AnalysisThread infills,
            Limits limits,
            List<String> models,
            PrometheusMeterRegistry meters) {
        ApiDescription api = new ApiDescription(limits, models);
        Counter disconnections = meters.counter("charrnn.hangups");
        Map<String, Route> routes = new HashMap<>(Playground.routes());
        routes.put("/v1/completions", Route.post(api.reader("CompletionRequest"), (body, channel) -> {
            CompletionRequest request = CompletionRequest.of(body, limits);
            requireReady(loop);
            new CompletionAnswer(channel, request, loop, disconnections).begin(limits.time());
        }));
        routes.put("/v1/score", Route.post(api.reader("ScoreRequest"), (body, channel) -> {
            requireReady(loop);
            analyses.answer(channel, () -> Scores.score(body.get("text").textValue()));
        }));
        routes.put("/v1/cells", Route.post(api.reader("CellsRequest"), (body, channel) -> {
            requireReady(loop);
            String model = body.get("model").textValue();
            int[] text = body.get("text").textValue().codePoints().toArray();
            LanguageModel network = networks.apply(model).analysis();
            analyses.answer(channel, () -> CellPage.data(CellReport.of(model, "text", network, text), text.length));
        }));
        routes.put("/infill", Route.post(api.reader("InfillRequest"), (body, channel) -> {
            Request request = Infill.request(body);
            requireReady(loop);
            String model = models.get(0);
            infills.answer(channel, () -> {
                Completer completer = networks.apply(model).completer().orElseThrow();
                return Infill.answer(body, completer.complete(request, () -> AnalysisThread.isGone(channel)), model);
            });
        }));
        JsonNode list = list(models);
        routes.put("/v1/models", Route.get(() -> Answers.json(list)));
        routes.put("/openapi.json", Route.get(() -> Answers.json(api.document())));
        routes.put("/health", Route.get(() -> health(loop.state())));
        String plain = "text/plain; version=0.0.4; charset=utf-8";
        routes.put(
                "/metrics", Route.get(() -> Answers.whole(plain, meters.scrape().getBytes(StandardCharsets.UTF_8))));
        return Map.copyOf(routes);
    }

    /** @throws ApiException if no text can be generated at present */
    static void requireReady(DecodingLoop loop) {
        switch (loop.state()) {
            case LOADING -> throw ApiException.of(503, "loading", "the network is being loaded");
            case STOPPING -> throw ApiException.of(503, "stopping", "the server stops");
            case DEAD -> throw ApiException.of(503, "dead", "the thread that generates texts has died");
            case READY -> {}
        }
    }

    private static FullHttpResponse health(State state) {
        String name = state.name().toLowerCase(Locale.ROOT);
        return Answers.json(
                state == State.READY ? 200 : 503,
                JsonNodeFactory.instance.objectNode().put("status", name));
    }

    private static ObjectNode list(List<String> models) {
        long now = Instant.now().getEpochSecond();
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        models.forEach(model -> data.addObject()
                .put("id", model)
                .put("object", "model")
                .put("created", now)
                .put("owned_by", "charrnn"));
        return list;
    }
}
