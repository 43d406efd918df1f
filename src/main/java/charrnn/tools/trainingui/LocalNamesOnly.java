package charrnn.tools.trainingui;

import charrnn.config.HostNames;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Turns away requests for another machine's name, see {@link HostNames}. */
final class LocalNamesOnly implements Handler<RoutingContext> {
    private final HostNames names;

    /** @param host what {@code ui.host} says: a name or an address of the loopback interface */
    LocalNamesOnly(String host) {
        names = new HostNames(List.of(host));
    }

    @Override
    public void handle(RoutingContext context) {
        if (names.include(context.request().host())) {
            context.next();
        } else {
            context.response().setStatusCode(403).end("This training UI answers to " + names + " alone");
        }
    }
}
