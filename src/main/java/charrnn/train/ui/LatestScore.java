package charrnn.train.ui;

import charrnn.evaluate.score.ParseRate;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves the latest score of this training, as {@code {"step": …, "parsed": …, "functions": …}}, for the script that
 * writes it above the overview's chart; an empty object before the first, and for other trainings of the same store.
 */
final class LatestScore implements Handler<RoutingContext> {
    /** Its path. */
    static final String ROUTE = "/charrnn/score/:session";

    private static final String NONE = "{}";

    private final Sessions sessions;
    private int latestStep;
    private volatile String latest = NONE;

    LatestScore(Sessions sessions) {
        this.sessions = sessions;
    }

    void take(int step, ParseRate score) {
        latestStep = step;
        latest = new JsonObject()
                .put("step", step)
                .put("parsed", score.parsed())
                .put("functions", score.functions())
                .encode();
    }

    /** Forgets a score of a later step. */
    void wentBack(int step) {
        if (latestStep > step) {
            latest = NONE;
        }
    }

    @Override
    public void handle(RoutingContext context) {
        String session = context.request().getParam("session");
        boolean own =
                sessions.training().equals(session) || sessions.validation().equals(session);
        context.response().putHeader("Content-Type", "application/json").end(own ? latest : NONE);
    }
}
