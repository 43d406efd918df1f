package charrnn.tools.serve;

import charrnn.config.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import charrnn.tools.page.HostNames;
import charrnn.tools.serve.decode.DecodingLoop;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP API for one or more models. It listens once it is constructed, and answers {@code loading} until each model has a
 * network.
 */
public final class Server implements AutoCloseable {
    private static final int MAX_ANALYSES = 4;
    private static final int MAX_COMPLETIONS = 32;

    /**
     * Views of a network. The server owns them from {@link #adopt} on.
     *
     * @param decoding generates texts
     * @param analysis returns the activations for a text
     * @param completer completes code at a cursor; present for the first model
     */
    public record Network(LanguageModel decoding, LanguageModel analysis, Optional<Completer> completer) {}

    private final ServerOptions options;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DecodingLoop loop;
    private final AnalysisThread analyses = new AnalysisThread("analyses", MAX_ANALYSES, meters);
    private final AnalysisThread completions = new AnalysisThread("completions", MAX_COMPLETIONS, meters);
    private final Map<String, Network> networks = new ConcurrentHashMap<>(); // by the model's name
    private final HttpServer http;

    /** @throws UserError if the address cannot be bound */
    public Server(ServerOptions options) {
        this.options = options;
        Limits limits = options.limits();
        InetAddress address = options.address();
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        loop = new DecodingLoop(options.models(), limits.streams(), limits.queue(), System::nanoTime, meters);
        http = new HttpServer(
                options,
                address,
                Endpoints.routes(loop, this::network, analyses, completions, limits, options.models(), meters),
                meters);
    }

    /** The current network of a model, which must have been adopted. */
    private Network network(String model) {
        return Objects.requireNonNull(networks.get(model), model);
    }

    /** The address of the server. An IPv6 address is shown as in the options, because Java does not shorten it. */
    public URI address() {
        InetAddress address = options.address();
        InetAddress shown = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = shown.equals(address) && options.host().contains(":") ? options.host() : shown.getHostAddress();
        return URI.create("http://" + HostNames.inUri(host) + ":" + http.port());
    }

    public boolean isOpenToOthers() {
        return !options.address().isLoopbackAddress();
    }

    /**
     * Makes a network the current one of a model. Texts that are already accepted keep the earlier network; completions at a
     * cursor that have not begun do not.
     */
    public void adopt(String model, Network network) {
        networks.put(model, network);
        loop.adopt(model, network.decoding());
    }

    /** Whether an earlier network of a model has texts to complete. */
    public boolean hasEarlierNetwork(String model) {
        return loop.hasEarlierNetwork(model);
    }

    /** Waits at most the stop time for texts to be completed, then ends the others and all connections. */
    @Override
    public void close() {
        try {
            loop.stop(options.stopTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        analyses.close();
        completions.close();
        meters.close();
    }
}
