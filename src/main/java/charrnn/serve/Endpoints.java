package charrnn.serve;

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
import java.util.Map;

/** All that the server answers to. */
final class Endpoints {
    private Endpoints() {}

    /** @return routes by their paths */
    static Map<String, Route> routes(DecodingLoop loop, Limits limits, String model, PrometheusMeterRegistry meters) {
        CompletionFields fields = new CompletionFields(limits, model, new SecureRandom());
        Completions completions = new Completions(loop, limits, fields, model, meters.counter("charrnn.hangups"));
        return Map.of(
                "/v1/completions",
                new Route(HttpMethod.POST, completions),
                "/v1/models",
                constant(models(model)),
                "/health",
                new Route(HttpMethod.GET, new Health(loop)),
                "/metrics",
                new Route(HttpMethod.GET, metrics(meters)),
                "/openapi.json",
                constant(OpenApi.document(fields.schema())));
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
