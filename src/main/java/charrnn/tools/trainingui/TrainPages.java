package charrnn.tools.trainingui;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
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
 * Deeplearning4j's pages under {@code /train}, taken from its {@link TrainModule}, and what they need around them: the
 * assets and the choice of language. All of it runs on the server's event loop.
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

    private final StatsStorage storage;
    private final TrainModule module;

    /** @throws IllegalStateException if Deeplearning4j's UI is another one than this class was written for */
    TrainPages(StatsStorage storage) {
        this.storage = storage;
        // The module asks the singleton whether there are several sessions to a path; its constructor sets it.
        new VertxUIServer();
        if (VertxUIServer.getInstance() == null) {
            throw changed("VertxUIServer's constructor no longer sets its instance");
        }
        this.module = new TrainModule();
        storage.registerStatsStorageListener(this::tell);
        module.onAttach(storage);
    }

    private void tell(StatsStorageEvent event) {
        module.reportStorageEvents(List.of(event));
        if (event.getEventType() == StatsStorageListener.EventType.PostStaticInfo) {
            // A session begins. The module would go on to show the one before; attached anew, it chooses the newest.
            module.onDetach(storage);
            module.onAttach(storage);
        }
    }

    private static IllegalStateException changed(String how) {
        return new IllegalStateException(
                "Deeplearning4j's training UI is not that of 1.0.0-M2.1, for which charrnn.tools.trainingui was written: "
                        + how + ". Adapt the package, or train with ui.enabled=false");
    }

    /** All that is served. */
    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        List<Route> routes = module.getRoutes();
        check(routes);
        // The module serves the overview at /train too, where its links to the other pages lead nowhere.
        List.of("/", "/train", "/train/").forEach(path -> router.get(path).handler(TrainPages::toOverview));
        router.get(ClasspathAssets.ROOT + "*").handler(new ClasspathAssets());
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
        for (String asset : List.of(ClasspathAssets.COMMON_SCRIPT, ClasspathAssets.COMMON_STYLE)) {
            if (ClasspathAssets.read(asset).isEmpty()) {
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

    private static void toOverview(RoutingContext context) {
        context.response()
                .setStatusCode(302)
                .putHeader("Location", "/train/overview")
                .end();
    }

    private static void setLanguage(RoutingContext context) {
        String language = context.request().getParam("to");
        // With a language that it doesn't have, the module would fail on each page from then on.
        if (LANGUAGES.contains(language)) {
            I18NProvider.getInstance().setDefaultLanguage(language);
        }
        context.response().end();
    }
}
