package charrnn.train.ui;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Serves the validation losses that belong to a training session, as {@code {"steps": […], "bitsPerChar": […]}}, for
 * the script that draws them into the overview's chart.
 */
final class ValidationCurve implements Handler<RoutingContext> {
    /** Its path. */
    static final String ROUTE = "/charrnn/validation/:training";

    private final StatsStorage storage;

    ValidationCurve(StatsStorage storage) {
        this.storage = storage;
    }

    @Override
    public void handle(RoutingContext context) {
        String session = new Sessions(context.request().getParam("training")).validation();
        JsonArray steps = new JsonArray();
        JsonArray bitsPerChar = new JsonArray();
        for (Persistable update :
                storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, Sessions.WORKER, Long.MIN_VALUE)) {
            if (update instanceof StatsReport report) {
                steps.add(report.getIterationCount());
                bitsPerChar.add(report.getScore());
            }
        }
        JsonObject curve = new JsonObject().put("steps", steps).put("bitsPerChar", bitsPerChar);
        context.response().putHeader("Content-Type", "application/json").end(curve.encode());
    }
}
