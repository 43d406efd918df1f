package charrnn.tools.trainingui;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the pages' scripts, styles, fonts and pictures from the class path. Vert.x's own way of doing so unpacks them
 * into a cache folder on disk first.
 */
final class ClasspathAssets implements Handler<RoutingContext> {
    /** Start of the paths that are served. */
    static final String ROOT = "/assets/";

    /** Deeplearning4j's script that each of its pages loads last. */
    static final String COMMON_SCRIPT = "js/train/train.js";

    /** Deeplearning4j's style that each of its pages loads last. */
    static final String COMMON_STYLE = "css/style.css";

    /** Files of ours that are appended to assets. */
    private static final Map<String, String> ADDED = Map.of(COMMON_SCRIPT, "charrnn.js", COMMON_STYLE, "charrnn.css");

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

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalisedPath().substring(ROOT.length());
        Optional<Buffer> content = read(path);
        if (content.isEmpty()) {
            context.response().setStatusCode(404).end("There is no " + path);
            return;
        }
        context.response().putHeader("Content-Type", type(path)).end(content.get());
    }

    /**
     * Content of an asset by its path under {@link #ROOT}; ours is appended to the common script and to the common
     * style.
     */
    static Optional<Buffer> read(String path) {
        // On a class path of folders, .. would leave them; a folder reads as an empty file.
        boolean folder = path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
        if (folder || path.contains("..")) {
            return Optional.empty();
        }
        Optional<Buffer> content = resource(
                path.startsWith("webjars/") ? "/META-INF/resources/" + path : "/deeplearning4jUiAssets/" + path);
        Optional<Buffer> added = Optional.ofNullable(ADDED.get(path)).flatMap(ClasspathAssets::resource);
        return content.map(original -> added.map(ours -> Buffer.buffer()
                        .appendBuffer(original)
                        .appendString("\n")
                        .appendBuffer(ours))
                .orElse(original));
    }

    private static Optional<Buffer> resource(String name) {
        try (InputStream in = ClasspathAssets.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
