package charrnn.train.ui;

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

    private static final String ADDED_SCRIPT = "charrnn.js";
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

    /** Content of an asset by its path under {@link #ROOT}; the common script comes with ours at its end. */
    static Optional<Buffer> read(String path) {
        // On a class path of folders, .. would leave them; a folder reads as an empty file.
        boolean folder = path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
        if (folder || path.contains("..")) {
            return Optional.empty();
        }
        Optional<Buffer> content = resource(
                path.startsWith("webjars/") ? "/META-INF/resources/" + path : "/deeplearning4jUiAssets/" + path);
        return path.equals(COMMON_SCRIPT) ? content.map(ClasspathAssets::withAddedScript) : content;
    }

    private static Buffer withAddedScript(Buffer script) {
        Buffer added = resource(ADDED_SCRIPT).orElseThrow();
        return Buffer.buffer().appendBuffer(script).appendString("\n").appendBuffer(added);
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
