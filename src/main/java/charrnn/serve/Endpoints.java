package charrnn.serve;

import charrnn.model.ActivationSource;
import charrnn.serve.Router.Route;
import charrnn.serve.decode.DecodingLoop;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** All that the server answers to. */
final class Endpoints {
    private Endpoints() {}

    /**
     * @param model name of the model
     * @param reader the network that is served, from inside
     * @return routes by their paths
     */
    static Map<String, Route> routes(
            DecodingLoop loop,
            Supplier<ActivationSource> reader,
            Analysis analysis,
            Limits limits,
            String model,
            PrometheusMeterRegistry meters) {
        Json json = new Json(limits.bodyBytes());
        CompletionFields fields = new CompletionFields(limits, model, new SecureRandom());
        Completions completions = new Completions(loop, limits, fields, model, json, meters.counter("charrnn.hangups"));
        Map<String, Route> routes = new HashMap<>(Playground.routes());
        routes.put("/v1/completions", new Route(HttpMethod.POST, completions));
        routes.put("/v1/score", new Route(HttpMethod.POST, new Scores(loop, json, analysis)));
        routes.put("/v1/cells", new Route(HttpMethod.POST, new Cells(loop, json, analysis, model, reader)));
        routes.put("/v1/models", constant(models(model)));
        routes.put("/health", new Route(HttpMethod.GET, new Health(loop)));
        routes.put("/metrics", new Route(HttpMethod.GET, metrics(meters)));
        routes.put("/openapi.json", constant(description(fields)));
        return Map.copyOf(routes);
    }

    private static ObjectNode description(CompletionFields completions) {
        return OpenApi.document(Map.of(
                "CompletionRequest",
                completions.schema(),
                "ScoreRequest",
                Scores.REQUEST.schema(),
                "CellsRequest",
                Cells.REQUEST.schema()));
    }

    private static Route constant(JsonNode document) {
        return new Route(HttpMethod.GET, (request, channel) -> channel.writeAndFlush(Answers.json(document)));
    }

    private static Endpoint metrics(PrometheusMeterRegistry meters) {
        return (request, channel) -> channel.writeAndFlush(Answers.whole(
                HttpResponseStatus.OK,
                "text/plain; version=0.0.4; charset=utf-8",
                meters.scrape().getBytes(StandardCharsets.UTF_8)));
    }

    private static ObjectNode models(String model) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", model)
                .put("object", "model")
                .put("created", Instant.now().getEpochSecond())
                .put("owned_by", "charrnn");
        return list;
    }
}
