package charrnn.tools.trainingui;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Serves as JSON what the overview shows of a session in addition to Deeplearning4j's data: start and run time,
 * network, precision, validation losses and, of the training under way, the {@link RunFigures}. A session that the
 * store does not have gives an object with an empty validation curve.
 */
final class SessionDetails implements Handler<RoutingContext> {
    /** Path of the route. */
    static final String ROUTE = "/charrnn/session/:session";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final StatsStorage storage;
    private final String ownSession;
    private final RunFigures figures;

    SessionDetails(StatsStorage storage, String ownSession, RunFigures figures) {
        this.storage = storage;
        this.ownSession = ownSession;
        this.figures = figures;
    }

    @Override
    public void handle(RoutingContext context) {
        String session = context.request().getParam("session");
        JsonObject json = new JsonObject();
        if (storage.getStaticInfo(session, StatsListener.TYPE_ID, Sessions.WORKER)
                instanceof StatsInitializationReport start) {
            addStart(json, start, storage.getLatestUpdate(session, StatsListener.TYPE_ID, Sessions.WORKER));
        }
        json.put("validation", validation(session));
        if (ownSession.equals(session)) {
            figures.addTo(json);
        }
        context.response().putHeader("Content-Type", "application/json").end(json.encode());
    }

    private static void addStart(JsonObject json, StatsInitializationReport start, Persistable lastUpdate) {
        json.put("started", TIME.format(Instant.ofEpochMilli(start.getTimeStamp())))
                .put("lstmLayers", start.getModelNumLayers() - 1) // the last one is the output layer
                .put("parameters", start.getModelNumParams())
                .put("precision", start.getSwNd4jDataTypeName());
        if (lastUpdate != null) {
            Duration runtime = Duration.ofMillis(lastUpdate.getTimeStamp() - start.getTimeStamp());
            json.put(
                    "runtime",
                    String.format(
                            Locale.ROOT,
                            "%d:%02d:%02d",
                            runtime.toHours(),
                            runtime.toMinutesPart(),
                            runtime.toSecondsPart()));
        }
    }

    private JsonObject validation(String session) {
        JsonArray steps = new JsonArray();
        JsonArray bitsPerChar = new JsonArray();
        for (Persistable update :
                storage.getAllUpdatesAfter(session, Sessions.VALIDATION_TYPE, Sessions.WORKER, Long.MIN_VALUE)) {
            if (update instanceof StatsReport report) {
                steps.add(report.getIterationCount());
                bitsPerChar.add(report.getScore());
            }
        }
        return new JsonObject().put("steps", steps).put("bitsPerChar", bitsPerChar);
    }
}
