package charrnn.tools.trainingui;

import charrnn.tools.page.Page;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.module.train.TrainModule;

/** Deeplearning4j's pages under {@code /train}, from its {@link TrainModule}, with their assets. */
final class TrainPages {
    private static final String ASSETS = "/assets/";

    /** Routes that choose the session to show; there is only one, and a page of another site could take it away. */
    private static final String CHANGES = "/train/(sessions/set|workers/setByIdx)/.*";

    /** Content security policy: only the server's own files. Deeplearning4j's pages have scripts and styles within the HTML. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    /** Resources that are appended to the script and the style sheet that each of Deeplearning4j's pages loads last. */
    private static final Map<String, String> ADDED =
            Map.of("js/train/train.js", "charrnn.js", "css/style.css", "charrnn.css");

    private TrainPages() {}

    static Router router(StatsStorage storage, Vertx vertx) {
        // Never started: sets the singleton from which the module reads whether paths name a session.
        new VertxUIServer();
        TrainModule module = new TrainModule();
        storage.registerStatsStorageListener(event -> module.reportStorageEvents(List.of(event)));
        module.onAttach(storage);
        Router router = Router.router(vertx);
        // Before the check of the host, which has the order -1, so that refusals have the headers too.
        router.route().order(-2).handler(TrainPages::addHeaders);
        // The module sends its pages without a type.
        router.routeWithRegex("/train/(overview|model|system)").handler(context -> {
            context.response().putHeader("Content-Type", "text/html; charset=utf-8");
            context.next();
        });
        // The module serves the overview at /train too, where its links to the other pages are broken.
        List.of("/", "/train", "/train/").forEach(path -> router.get(path).handler(context -> context.response()
                .setStatusCode(302)
                .putHeader("Location", "/train/overview")
                .end()));
        router.get(ASSETS + "*").handler(TrainPages::sendAsset);
        module.getRoutes().stream()
                .filter(route -> !route.getRoute().matches(CHANGES))
                .forEach(route -> router.get(route.getRoute()).handler(context -> route.getConsumer()
                        .accept(List.copyOf(context.pathParams().values()), context)));
        return router;
    }

    private static void addHeaders(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Type", "text/plain; charset=utf-8");
        context.next();
    }

    /** Serves a file from the class path. Vert.x's own handler would unpack it into a cache folder on disk first. */
    private static void sendAsset(RoutingContext context) {
        String path = context.normalisedPath().substring(ASSETS.length());
        String name = path.substring(path.lastIndexOf('/') + 1);
        String root = path.startsWith("webjars/") ? "/META-INF/resources/" : "/deeplearning4jUiAssets/";
        // If the class path is folders, ".." could leave them, and a folder would read as an empty file.
        boolean isFile = !path.contains("..") && name.contains(".");
        try (InputStream in = isFile ? TrainPages.class.getResourceAsStream(root + path) : null) {
            if (in == null) {
                context.response().setStatusCode(404).end("There is no " + path);
                return;
            }
            Buffer content = Buffer.buffer(in.readAllBytes());
            String added = ADDED.get(path);
            if (added != null) {
                content.appendString("\n" + Page.resource(TrainPages.class, added));
            }
            String type =
                    Objects.requireNonNullElse(MimeMapping.getMimeTypeForFilename(name), "application/octet-stream");
            context.response().putHeader("Content-Type", type).end(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
