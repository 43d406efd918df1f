package charrnn.tools.trainingui;

import charrnn.config.UserError;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Serves the report of the run as it is at the moment of the request. */
final class RunPage implements Handler<RoutingContext> {
    /** Its path. */
    static final String ROUTE = "/report";

    private volatile Supplier<String> page = () -> {
        throw new UserError("there is no report of this training");
    };

    void show(Supplier<String> report) {
        page = report;
    }

    @Override
    public void handle(RoutingContext context) {
        try {
            context.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .end(page.get());
        } catch (UserError e) {
            context.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(String.valueOf(e.getMessage()));
        }
    }
}
