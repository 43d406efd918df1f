package charrnn.tools.trainingui;

import charrnn.config.UiConfig;
import charrnn.tools.score.ParseRate;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The UI that is served: a storage of statistics, the pages that show it, and the server with its event loop. */
final class ServedUi implements TrainingUi {
    private final UiConfig config;
    private final ThinnedStorage storage;
    private final Consumer<String> messages;
    private final String session;
    private final RunFigures figures;
    private final RunPage runPage = new RunPage();
    private final TrainServer server = new TrainServer();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean complained = new AtomicBoolean();
    private Optional<URI> address = Optional.empty();
    private Optional<BitsPerCharRouter> router = Optional.empty();

    /** @param storage is closed with the UI */
    ServedUi(UiConfig config, String runName, ThinnedStorage storage, Consumer<String> messages) {
        this.config = config;
        this.storage = storage;
        this.messages = messages;
        this.session = Sessions.named(runName, LocalDateTime.now(), storage::sessionExists);
        this.figures = new RunFigures(config.everySteps());
    }

    /** All pages, before they are served. */
    Router pages() {
        Router pages = new TrainPages(storage).router(server.vertx());
        pages.get(RunPage.ROUTE).handler(runPage);
        pages.get(SessionDetails.ROUTE).handler(new SessionDetails(storage, session, figures));
        return pages;
    }

    /** Serves the pages; port 0 takes any free one. */
    void listen(InetAddress host, int port, Router pages) throws IOException {
        int actual = server.listen(host, port, pages);
        InetAddress shown = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
        String name = shown instanceof Inet6Address ? "[" + shown.getHostAddress() + "]" : shown.getHostAddress();
        address = Optional.of(URI.create("http://" + name + ":" + actual + "/train"));
    }

    @Override
    public Optional<URI> address() {
        return address;
    }

    @Override
    public void attach(MultiLayerNetwork network, String precision) {
        BitsPerCharRouter attached = new BitsPerCharRouter(session, precision, this::store);
        router = Optional.of(attached);
        network.addListeners(new LayerStatistics(attached, session, config.everySteps()));
    }

    @Override
    public void showReport(Supplier<String> page) {
        runPage.show(page);
    }

    @Override
    public void reportTrain(Update update) {
        router.ifPresent(it -> it.reportTrain(update.step(), update.bitsPerChar()));
        figures.update(update);
    }

    @Override
    public void reportValidation(int step, double bitsPerChar) {
        router.ifPresent(it -> it.reportValidation(step, bitsPerChar));
    }

    @Override
    public void reportScore(int step, ParseRate score) {
        figures.score(step, score);
    }

    @Override
    public void reportSample(int step, String text) {
        figures.sample(step, text);
    }

    @Override
    public void wentBack(int step) {
        router.ifPresent(BitsPerCharRouter::wentBack);
        figures.dropAfter(step);
        store(s -> s.dropAfter(step, session));
    }

    /** Writes on the event loop: neither a slow disk nor a full one may hold up the training. */
    private void store(Consumer<? super ThinnedStorage> write) {
        if (closed.get()) {
            return;
        }
        server.execute(() -> {
            try {
                write.accept(storage);
            } catch (RuntimeException | IllegalAccessError e) { // the error is MapDB's word for a closed store
                complain("statistics are no longer stored: " + e.getMessage());
            }
        });
    }

    private void complain(String what) {
        if (complained.compareAndSet(false, true)) {
            messages.accept("training UI: " + what);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.run(this::closeStorage);
            server.close();
        } catch (IOException e) {
            complain("it did not stop cleanly: " + e.getMessage());
        }
    }

    private void closeStorage() {
        try {
            storage.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalAccessError e) {
            // At Ctrl-C, MapDB's own shutdown hook may have closed the store, with all that was written.
            complained.set(true);
        }
    }
}
