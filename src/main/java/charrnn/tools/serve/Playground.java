package charrnn.tools.serve;

import charrnn.tools.cells.CellPage;
import charrnn.tools.page.Page;
import charrnn.tools.serve.Router.Route;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The page at {@code /} for trying a network. Its files are resources of the program, which are listed here and read when the
 * server starts.
 */
final class Playground {
    /** Allows only the files of the page: no inline script or style, and no text as HTML. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Map<String, File> FILES = files();

    /** A resource in the package of a class. */
    private record File(Class<?> home, String name) {
        byte[] bytes() {
            try (InputStream in = Objects.requireNonNull(home.getResourceAsStream(name), name)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("cannot read the program's own " + name, e);
            }
        }

        String type() {
            return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
        }
    }

    private Playground() {}

    private static Map<String, File> files() {
        Map<String, File> files = new LinkedHashMap<>();
        files.put("/", new File(Playground.class, "page/index.html"));
        for (String name : List.of(
                "playground.css",
                "playground.js",
                "alternatives.js",
                "api.js",
                "editor.js",
                "figures.js",
                "highlight.js",
                "inside.js",
                "key.js",
                "link.js",
                "pane.js",
                "samples.js",
                "settings.js",
                "theme.js",
                "icon.svg")) {
            files.put("/" + name, new File(Playground.class, "page/" + name));
        }
        for (String name : List.of("base.css", "base.js")) {
            files.put("/" + name, new File(Page.class, name));
        }
        for (String name : List.of("cells.css", "cells.js")) {
            files.put("/" + name, new File(CellPage.class, name));
        }
        return files;
    }

    /** Paths of the files, which are public. */
    static Set<String> paths() {
        return FILES.keySet();
    }

    static Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        FILES.forEach((path, file) -> routes.put(path, route(file)));
        return routes;
    }

    private static Route route(File file) {
        byte[] bytes = file.bytes();
        return new Route(HttpMethod.GET, (request, channel) -> {
            FullHttpResponse answer = Answers.whole(HttpResponseStatus.OK, file.type(), bytes);
            answer.headers().set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
            channel.writeAndFlush(answer);
        });
    }
}
