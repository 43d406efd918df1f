package charrnn.tools.trainingui;

import charrnn.config.Config.UiConfig;
import charrnn.model.StreamingNetwork;
import charrnn.tools.page.HostNames;
import charrnn.train.RunListener;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Deeplearning4j's training UI for one training: its statistics in memory, the pages that show them, and the server with
 * its event loop. It follows the training as a listener; losses are in bits per character.
 */
public final class TrainingUi implements RunListener {
    private final UiConfig config;
    private final Consumer<String> messages;
    private final TrainingStatistics statistics;
    private final TrainServer server = new TrainServer();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final SortedMap<Long, Double> validation =
            new ConcurrentSkipListMap<>(); // losses in bits per character, by step
    private URI address = URI.create("http://localhost/train");

    private TrainingUi(UiConfig config, String runName, Consumer<String> messages) {
        this.config = config;
        this.messages = messages;
        // Deeplearning4j puts the id of a session unescaped into URLs and HTML.
        statistics = new TrainingStatistics(runName.replaceAll("[^A-Za-z0-9._-]", "_"), this::runOnLoop);
    }

    /**
     * Serves the UI. Empty if the configuration turns it off or the server cannot listen, which does not stop a training.
     *
     * @param runName the run's name, which the pages show
     * @param report the file of the run's report, which {@code /report} shows once it is written
     * @param messages receives lines for the user: the address, warnings, why there is no UI
     */
    public static Optional<TrainingUi> start(UiConfig config, String runName, Path report, Consumer<String> messages) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        TrainingUi ui = new TrainingUi(config, runName, messages);
        try {
            InetAddress host = InetAddress.getByName(config.host());
            ui.serve(host, ui.pages(host, report));
            return Optional.of(ui);
        } catch (IOException e) {
            String fault = e instanceof UnknownHostException
                    ? "be resolved to an address"
                    : "be listened at (" + e.getMessage() + ")";
            messages.accept("no training UI: ui.host \"" + config.host() + "\" cannot " + fault);
            ui.close();
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            ui.close();
            throw e;
        }
    }

    private Router pages(InetAddress host, Path report) {
        Router pages = TrainPages.router(statistics, server.vertx());
        pages.get("/report").handler(context -> sendReport(context.response(), report));
        pages.get("/charrnn/validation").handler(context -> {
            JsonArray losses = new JsonArray();
            validation.forEach((step, loss) -> losses.add(List.of(step, loss)));
            context.response().putHeader("Content-Type", "application/json").end(losses.encode());
        });
        if (host.isLoopbackAddress()) {
            HostNames names = new HostNames(List.of(config.host()));
            pages.route().order(-1).handler(context -> checkHost(context, names));
        }
        return pages;
    }

    private static void sendReport(HttpServerResponse response, Path report) {
        if (Files.exists(report)) {
            response.putHeader("Content-Type", "text/html; charset=utf-8")
                    .sendFile(report.toAbsolutePath().toString());
        } else {
            response.setStatusCode(404).end("There is no report before the first validation");
        }
    }

    private static void checkHost(RoutingContext context, HostNames names) {
        if (names.accept(context.request().host())) {
            context.next();
        } else {
            context.response().setStatusCode(403).end("This training UI answers only to the names " + names);
        }
    }

    /** Listens on {@code ui.port} or, if it is not available, on any free port, and prints the address. */
    private void serve(InetAddress host, Router pages) throws IOException {
        int port;
        String fault = "";
        try {
            port = server.listen(host, config.port(), pages);
        } catch (IOException e) {
            fault = " (port " + config.port() + ": " + e.getMessage() + ")";
            port = server.listen(host, 0, pages);
        }
        address = address(host, port);
        messages.accept("training UI: " + address + fault);
        if (!host.isLoopbackAddress()) {
            messages.accept("warning: the training UI has no password, and ui.host " + config.host()
                    + " opens it to every machine that reaches this one");
        }
    }

    private static URI address(InetAddress host, int port) {
        InetAddress shown = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
        return URI.create("http://" + HostNames.inUri(shown.getHostAddress()) + ":" + port + "/train");
    }

    URI address() {
        return address;
    }

    @Override
    public void started(StreamingNetwork network) {
        network.addListeners(new LayerStatistics(statistics, config.everySteps()));
    }

    @Override
    public void stepped(Step step) {
        statistics.stepped(step);
    }

    /** Leaves out a loss that is not finite, since the UI would draw it as 0. */
    @Override
    public void validated(long step, double bitsPerChar, boolean best) {
        if (Double.isFinite(bitsPerChar)) {
            validation.put(step, bitsPerChar);
        }
    }

    @Override
    public void rolledBack(long toStep) {
        validation.tailMap(toStep + 1).clear();
        statistics.dropAfter(toStep);
    }

    private void runOnLoop(Runnable task) {
        if (!closed.get()) {
            server.execute(task);
        }
    }

    /** Stops the server and its threads. A second call has no effect. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
        }
    }

    /**
     * Deeplearning4j's {@link StatsListener}, limited to what the charts show: by default it collects four histograms and
     * twelve summaries of each parameter at every step.
     */
    static final class LayerStatistics extends StatsListener {
        LayerStatistics(TrainingStatistics statistics, int everySteps) {
            super(
                    statistics,
                    new DefaultStatsInitializationConfiguration(true, true, true),
                    new DefaultStatsUpdateConfiguration.Builder()
                            .reportingFrequency(everySteps)
                            .collectHistogramsGradients(false)
                            .collectHistogramsActivations(false)
                            .collectMeanParameters(false)
                            .collectMeanGradients(false)
                            .collectMeanUpdates(false)
                            .collectStdevParameters(false)
                            .collectMeanMagnitudesGradients(false)
                            .collectMeanMagnitudesActivations(false)
                            .build(),
                    statistics.session(),
                    TrainingStatistics.WORKER);
        }

        /**
         * Collects the activations of the last time step only, which suffice to show saturation: those of all steps are by
         * far the largest arrays. The input is left out.
         *
         * @param activations input and layers in their order, each [batch, size, time]
         */
        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            Map<String, INDArray> last = new LinkedHashMap<>();
            for (int i = 1; i < activations.size(); i++) {
                INDArray layer = activations.get(i);
                last.put(
                        String.valueOf(i - 1),
                        layer.rank() == 3
                                ? layer.get(
                                        NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(layer.size(2) - 1))
                                : layer);
            }
            onForwardPass(model, last);
        }
    }
}
