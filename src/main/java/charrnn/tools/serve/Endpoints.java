package charrnn.tools.serve;

import charrnn.model.LanguageModel;
import charrnn.tools.cells.CellPage;
import charrnn.tools.cells.CellReport;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.serve.Router.Endpoint;
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
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
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
            AnalysisThread analysisThread,
            AnalysisThread infillThread,
            Limits limits,
            List<String> models,
            PrometheusMeterRegistry meters) {
        ApiDescription api = new ApiDescription(limits, models);
        RequestReader completions = api.reader("CompletionRequest");
        RequestReader scores = api.reader("ScoreRequest");
        RequestReader cells = api.reader("CellsRequest");
        Counter disconnections = meters.counter("charrnn.hangups");
        Map<String, Route> routes = new HashMap<>(Playground.routes());
        routes.put("/v1/completions", new Route(HttpMethod.POST, (request, channel) -> {
            CompletionRequest completion = CompletionRequest.of(completions.read(request), limits);
            requireReady(loop);
            CompletionAnswer answer = completion.stream()
                    ? new StreamedAnswer(channel, completion, loop, disconnections)
                    : new WholeAnswer(channel, completion, loop, disconnections);
            answer.begin(limits.time());
        }));
        routes.put("/v1/score", new Route(HttpMethod.POST, (request, channel) -> {
            String text = scores.read(request).get("text").textValue();
            requireReady(loop);
            analysisThread.answer(channel, () -> Scores.score(text));
        }));
        routes.put("/v1/cells", new Route(HttpMethod.POST, (request, channel) -> {
            ObjectNode body = cells.read(request);
            requireReady(loop);
            String model = body.get("model").textValue();
            int[] text = body.get("text").textValue().codePoints().toArray();
            LanguageModel network = networks.apply(model).analysis();
            analysisThread.answer(
                    channel, () -> CellPage.data(CellReport.of(model, "text", network, text), text.length));
        }));
        RequestReader infills = api.reader("InfillRequest");
        routes.put("/infill", new Route(HttpMethod.POST, (request, channel) -> {
            ObjectNode body = infills.read(request);
            Request infill = Infill.request(body);
            requireReady(loop);
            String model = models.get(0);
            infillThread.answer(channel, () -> {
                Completer completer = networks.apply(model).completer().orElseThrow();
                return Infill.answer(body, completer.complete(infill, () -> AnalysisThread.isGone(channel)), model);
            });
        }));
        routes.put("/v1/models", constant(list(models)));
        routes.put("/health", new Route(HttpMethod.GET, health(loop)));
        routes.put("/metrics", new Route(HttpMethod.GET, metrics(meters)));
        routes.put("/openapi.json", constant(api.document()));
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

    /** Answers 200 if texts can be generated, else 503. */
    private static Endpoint health(DecodingLoop loop) {
        return (request, channel) -> {
            State state = loop.state();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("status", state.name().toLowerCase(Locale.ROOT));
            channel.writeAndFlush(Answers.json(
                    state == State.READY ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, json));
        };
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
