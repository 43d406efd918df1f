package charrnn.tools.trainingui;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.deeplearning4j.ui.module.train.TrainModule;

/**
 * Deeplearning4j's pages under {@code /train}, from its {@link TrainModule}, with their assets and the choice of language.
 * Everything runs on the server's event loop.
 */
final class TrainPages {
    private static final Set<String> NEEDED = Set.of(
            "/train/multisession",
            "/train/overview",
            "/train/overview/data",
            "/train/model",
            "/train/model/graph",
            "/train/model/data/:layerId",
            "/train/system",
            "/train/system/data",
            "/train/sessions/current",
            "/train/sessions/info",
            "/train/sessions/set/:to");
    private static final Set<String> LANGUAGES = Set.of("de", "en", "ja", "ko", "ru", "zh");
    private static final String ASSETS = "/assets/";

    /** Resources that are appended to the script and to the style that each of Deeplearning4j's pages loads last. */
    private static final Map<String, String> ADDED =
            Map.of("js/train/train.js", "charrnn.js", "css/style.css", "charrnn.css");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "ico", "image/x-icon",
            "png", "image/png",
            "svg", "image/svg+xml",
            "ttf", "font/ttf",
            "woff", "font/woff",
            "woff2", "font/woff2");

    private final StatsStorage storage;
    private final TrainModule module;

    /** @throws IllegalStateException if Deeplearning4j's UI is not that of 1.0.0-M2.1 */
    TrainPages(StatsStorage storage) {
        this.storage = storage;
        // The module reads from the singleton whether paths name a session; its constructor sets it.
        new VertxUIServer();
        if (VertxUIServer.getInstance() == null) {
            throw changed("VertxUIServer's constructor no longer sets its instance");
        }
        this.module = new TrainModule();
        storage.registerStatsStorageListener(this::notifyModule);
        module.onAttach(storage);
    }

    private void notifyModule(StatsStorageEvent event) {
        module.reportStorageEvents(List.of(event));
        if (event.getEventType() == StatsStorageListener.EventType.PostStaticInfo) {
            // A session begins. The module would still show the one before; attached again, it chooses the newest.
            module.onDetach(storage);
            module.onAttach(storage);
        }
    }

    private static IllegalStateException changed(String how) {
        return new IllegalStateException(
                "Deeplearning4j's training UI is not that of 1.0.0-M2.1, for which charrnn.tools.trainingui was written: "
                        + how + ". Adapt the package, or train with ui.enabled=false");
    }

    /** All routes. */
    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        List<Route> routes = module.getRoutes();
        check(routes);
        // The module serves the overview at /train too, where its links to the other pages lead nowhere.
        List.of("/", "/train", "/train/").forEach(path -> router.get(path).handler(TrainPages::redirectToOverview));
        router.get(ASSETS + "*").handler(TrainPages::sendAsset);
        router.get("/setlang/:to").handler(TrainPages::setLanguage);
        routes.forEach(route -> router.get(route.getRoute()).handler(handler(route)));
        return router;
    }

    /** @throws IllegalStateException if the pages need a route that is not among these, or an asset is missing */
    static void check(List<Route> routes) {
        Set<String> missing = new TreeSet<>(NEEDED);
        routes.stream()
                .filter(route -> route.getHttpMethod() == HttpMethod.GET)
                .forEach(route -> missing.remove(route.getRoute()));
        if (!missing.isEmpty()) {
            throw changed("its TrainModule lacks " + missing);
        }
        for (String asset : ADDED.keySet()) {
            if (asset(asset).isEmpty()) {
                throw changed("its assets lack " + asset);
            }
        }
    }

    private static Handler<RoutingContext> handler(Route route) {
        List<String> names = Arrays.stream(route.getRoute().split("/"))
                .filter(part -> part.startsWith(":"))
                .map(part -> part.substring(1))
                .toList();
        return context -> route.getConsumer()
                .accept(names.stream().map(context.request()::getParam).toList(), context);
    }

    private static void redirectToOverview(RoutingContext context) {
        context.response()
                .setStatusCode(302)
                .putHeader("Location", "/train/overview")
                .end();
    }

    private static void setLanguage(RoutingContext context) {
        String language = context.request().getParam("to");
        // A language that the module does not have would make it fail on each page from then on.
        if (LANGUAGES.contains(language)) {
            I18NProvider.getInstance().setDefaultLanguage(language);
        }
        context.response().end();
    }

    /** Serves a file from the class path. Vert.x's own handler would unpack it into a cache folder on disk first. */
    private static void sendAsset(RoutingContext context) {
        String path = context.normalisedPath().substring(ASSETS.length());
        Optional<Buffer> content = asset(path);
        if (content.isEmpty()) {
            context.response().setStatusCode(404).end("There is no " + path);
            return;
        }
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        context.response()
                .putHeader("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"))
                .end(content.get());
    }

    private static Optional<Buffer> asset(String path) {
        // On a class path of folders, .. would leave them; a folder reads as an empty file.
        boolean folder = path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
        if (folder || path.contains("..")) {
            return Optional.empty();
        }
        Optional<Buffer> original = resource(
                path.startsWith("webjars/") ? "/META-INF/resources/" + path : "/deeplearning4jUiAssets/" + path);
        Optional<Buffer> added = Optional.ofNullable(ADDED.get(path)).flatMap(TrainPages::resource);
        return original.map(content -> added.isEmpty()
                ? content
                : Buffer.buffer().appendBuffer(content).appendString("\n").appendBuffer(added.get()));
    }

    private static Optional<Buffer> resource(String name) {
        try (InputStream in = TrainPages.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
