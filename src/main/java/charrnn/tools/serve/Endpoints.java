package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.serve.Router.Endpoint;
import charrnn.tools.serve.Router.Route;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.DecodingLoop.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The routes of the server. */
final class Endpoints {
    private Endpoints() {}

    /**
     * Makes the routes, by their paths.
     *
     * @param networks returns the current network of a model, by the model's name
     * @param models names of the models
     */
    static Map<String, Route> routes(
            DecodingLoop loop,
            Function<String, LanguageModel> networks,
            AnalysisThread analyses,
            Limits limits,
            List<String> models,
            PrometheusMeterRegistry meters) {
        Json json = new Json(limits.bodyBytes());
        Field<String> model = Field.model(models);
        CompletionFields fields = new CompletionFields(limits, model, new SecureRandom());
        Endpoint completions = completions(loop, limits.time(), fields, json, meters.counter("charrnn.hangups"));
        Cells cells = new Cells(loop, json, analyses, model, networks);
        Map<String, Route> routes = new HashMap<>(Playground.routes());
        routes.put("/v1/completions", new Route(HttpMethod.POST, completions));
        routes.put("/v1/score", new Route(HttpMethod.POST, new Scores(loop, json, analyses)));
        routes.put("/v1/cells", new Route(HttpMethod.POST, cells));
        routes.put("/v1/models", constant(list(models)));
        routes.put("/health", new Route(HttpMethod.GET, health(loop)));
        routes.put("/metrics", new Route(HttpMethod.GET, metrics(meters)));
        routes.put("/openapi.json", constant(description(fields, cells)));
        return Map.copyOf(routes);
    }

    private static Endpoint completions(
            DecodingLoop loop, Duration time, CompletionFields fields, Json json, Counter disconnections) {
        return (request, channel) -> {
            CompletionRequest completion = fields.read(json.read(request));
            requireReady(loop);
            CompletionAnswer answer = completion.stream()
                    ? new StreamedAnswer(channel, completion, loop, disconnections)
                    : new WholeAnswer(channel, completion, loop, disconnections);
            answer.begin(time);
        };
    }

    /** @throws ApiException if no text can be generated at present */
    static void requireReady(DecodingLoop loop) {
        switch (loop.state()) {
            case LOADING -> throw ApiException.of(503, "loading", "the network is being loaded");
            case STOPPING -> throw ApiException.of(503, "stopping", "the server stops");
            case DEAD -> throw ApiException.of(503, "dead", "the thread that writes has died");
            case READY -> {}
        }
    }

    /** Answers 200 if texts can be generated, else 503. */
    private static Endpoint health(DecodingLoop loop) {
        return (request, channel) -> {
            State state = loop.state();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("status", state.name().toLowerCase(Locale.ROOT));
            channel.writeAndFlush(Answers.whole(
                    state == State.READY ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "application/json",
                    Json.bytes(json)));
        };
    }

    /** The API in OpenAPI 3.1: the resource openapi.json, completed by the schemas of the requests. */
    private static ObjectNode description(CompletionFields completions, Cells cells) {
        try (InputStream in = Objects.requireNonNull(Endpoints.class.getResourceAsStream("openapi.json"))) {
            ObjectNode document = (ObjectNode) StrictJson.MAPPER.readTree(in);
            document.withObjectProperty("components")
                    .withObjectProperty("schemas")
                    .<ObjectNode>set("CompletionRequest", completions.schema())
                    .<ObjectNode>set("ScoreRequest", Scores.schema())
                    .set("CellsRequest", cells.schema());
            return document;
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json of the program cannot be read", e);
        }
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
