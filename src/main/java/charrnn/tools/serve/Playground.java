package charrnn.tools.serve;

import charrnn.tools.page.Page;
import charrnn.tools.serve.Router.Route;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The page at {@code /} for trying a network. Its files are resources of the program, which are listed here and read when the
 * server starts.
 */
final class Playground {
    /** Content security policy: only the files of the page, no inline script or style, no text as HTML. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Map<String, Route> ROUTES = new HashMap<>(); // by path

    static {
        add(Playground.class, "page/", "index.html", "playground.css", "playground.js", "cells.css", "cells.js");
        add(Playground.class, "page/", "icon.svg", "api.js", "inside.js", "key.js", "link.js", "samples.js");
        add(Playground.class, "page/", "settings.js");
        add(Page.class, "", "base.css", "base.js", "letters.css", "alternatives.js", "characters.js", "editor.js");
        add(Page.class, "", "figures.js", "highlight.js", "pane.js", "properties.js", "theme.js");
    }

    private Playground() {}

    static Map<String, Route> routes() {
        return ROUTES;
    }

    /** @param home class whose package has the folder */
    private static void add(Class<?> home, String folder, String... names) {
        for (String name : names) {
            byte[] bytes = Page.resource(home, folder + name).getBytes(StandardCharsets.UTF_8);
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            ROUTES.put(name.equals("index.html") ? "/" : "/" + name, Route.get(() -> {
                FullHttpResponse answer = Answers.whole(type, bytes);
                answer.headers().set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
                return answer;
            }));
        }
    }
}
