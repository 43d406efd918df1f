package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Completion;
import charrnn.tools.complete.Completer.Request;
import charrnn.tools.page.HostNames;
import charrnn.tools.serve.Router.Route;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.DecodingLoop.State;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP API for one or more models. It listens once it is constructed, and answers {@code loading} until each model has a
 * network.
 */
public final class Server implements AutoCloseable {
    /**
     * One network for its uses: each has its own streams and one thread. The server owns them from {@link #adopt} on.
     *
     * @param decoding generates texts
     * @param analysis returns the activations for a text
     * @param completer completes code at a cursor; present for the first model
     */
    public record Network(LanguageModel decoding, LanguageModel analysis, Optional<Completer> completer) {}

    private final ServerOptions options;
    private final Map<String, String> languages; // by the model's name, as the next one
    private final DecodingLoop loop;
    private final WorkerThread prompts = new WorkerThread("prompts", 32);
    private final WorkerThread analyses = new WorkerThread("analyses", 4);
    private final WorkerThread infills = new WorkerThread("infills", 32);
    private final Map<String, Network> networks = new ConcurrentHashMap<>();
    private final long start = Instant.now().getEpochSecond();
    private final HttpServer http;

    /**
     * @param languages what the models have learned, by their names; the first model is the default
     * @throws UserError if an option is wrong, or the address cannot be bound
     */
    public Server(ServerOptions options, Map<String, String> languages) {
        this.options = options;
        this.languages = languages;
        loop = new DecodingLoop(languages.keySet(), options.maxStreams, options.maxQueue, System::nanoTime);
        http = new HttpServer(options, new Router(options.hostNames(), options.key(), routes()));
    }

    /** The routes by their paths. */
    Map<String, Route> routes() {
        String first = languages.keySet().iterator().next();
        ApiDescription api = new ApiDescription(options, first);
        Map<String, Route> routes = new HashMap<>(Playground.routes());
        routes.put("/v1/completions", Route.post(api.reader("CompletionRequest"), (body, channel) -> {
            CompletionRequest request = CompletionRequest.of(body, options);
            request.requireLanguage(language(request.model()));
            requireReady(loop);
            CompletionAnswer answer = new CompletionAnswer(channel, request, loop, options.time());
            if (request.readsPromptsAsC()) {
                prompts.run(channel, answer::begin);
            } else {
                answer.begin();
            }
        }));
        routes.put("/v1/cells", Route.post(api.reader("CellsRequest"), (body, channel) -> {
            requireReady(loop);
            String model = body.get("model").textValue();
            int[] text = body.get("text").textValue().codePoints().toArray();
            LanguageModel network = network(model).analysis();
            analyses.run(channel, () -> channel.writeAndFlush(Answers.json(RecordingJson.of(model, network, text))));
        }));
        routes.put("/infill", Route.post(api.reader("InfillRequest"), (body, channel) -> {
            Request request = Infill.request(body);
            requireReady(loop);
            infills.run(channel, () -> {
                Completer completer = network(first).completer().orElseThrow();
                Completion completion = completer.complete(request, () -> !channel.isActive());
                return channel.writeAndFlush(Answers.json(Infill.answer(body, completion, first)));
            });
        }));
        routes.put("/v1/models", Route.get(() -> Answers.json(models())));
        routes.put(
                Router.MODEL + "{model}",
                new Route(
                        HttpMethod.GET,
                        (request, channel) -> channel.writeAndFlush(
                                Answers.json(model(Router.path(request).substring(Router.MODEL.length()))))));
        routes.put("/openapi.json", Route.get(() -> Answers.json(api.document())));
        routes.put("/health", Route.get(this::health));
        return routes;
    }

    private ObjectNode models() {
        ObjectNode list = StrictJson.object().put("object", "list");
        list.putArray("data")
                .addAll(languages.keySet().stream().map(this::model).toList());
        return list;
    }

    private ObjectNode model(String name) {
        return StrictJson.object()
                .put("id", name)
                .put("object", "model")
                .put("created", start)
                .put("owned_by", "charrnn")
                .put("language", language(name));
    }

    /** The language of a model, which a request names. */
    private String language(String model) {
        String language = languages.get(model);
        if (language == null) {
            String message = "there is no model " + model + ", only " + String.join(", ", languages.keySet());
            throw ApiException.of(404, "model_not_found", message);
        }
        return language;
    }

    private FullHttpResponse health() {
        State state = loop.state();
        ObjectNode health = StrictJson.object()
                .put("status", state.name().toLowerCase(Locale.ROOT))
                .put("running", loop.running())
                .put("waiting", loop.waiting())
                .put("characters", loop.characters())
                .put("prompts", prompts.pending())
                .put("analyses", analyses.pending())
                .put("infills", infills.pending());
        return Answers.json(state == State.READY ? 200 : 503, health);
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

    /** The current network of a model, which a request names, once all have been adopted. */
    private Network network(String model) {
        language(model);
        return Objects.requireNonNull(networks.get(model), model);
    }

    public URI address() {
        InetAddress address = options.address();
        InetAddress shown = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        return address(shown.getHostAddress());
    }

    /** The address of the server under one of its names. */
    public URI address(String name) {
        return URI.create("http://" + HostNames.inUri(name) + ":" + http.port());
    }

    /**
     * Makes a network the current one of a model. Texts that are already accepted keep the earlier network; completions at a
     * cursor that have not begun do not.
     */
    public void adopt(String model, Network network) {
        networks.put(model, network);
        loop.adopt(model, network.decoding());
    }

    /** Waits at most the stop time for texts to be completed, then ends the others and all connections. */
    @Override
    public void close() {
        try {
            loop.stop(Duration.ofSeconds(options.stopSeconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        prompts.close();
        analyses.close();
        infills.close();
    }
}
