package charrnn.train.ui;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away requests for another machine's name. Without it, a page of the internet could have its own name resolve to
 * 127.0.0.1 and read the UI in its visitor's browser (DNS rebinding).
 */
final class LocalNamesOnly implements Handler<RoutingContext> {
    private final Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));

    /** @param host what {@code ui.host} says: a name or an address of the loopback interface */
    LocalNamesOnly(String host) {
        names.add(host.toLowerCase(Locale.ROOT));
    }

    @Override
    public void handle(RoutingContext context) {
        if (names.contains(withoutPort(context.request().host()))) {
            context.next();
        } else {
            context.response().setStatusCode(403).end("This training UI answers to " + names + " alone");
        }
    }

    private static String withoutPort(@Nullable String host) {
        return host == null ? "" : host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }
}
