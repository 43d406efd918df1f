package charrnn.tools.trainingui;

import charrnn.train.RunListener.Step;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Serves, as JSON, what the overview of a session shows in addition to Deeplearning4j's data: start, run time, network,
 * precision and validation losses. For the training under way it adds learning rate, gradient norm, speed, the last samples
 * and their score, which are held in memory only. An unknown session has an empty validation curve.
 */
final class SessionDetails implements Handler<RoutingContext> {
    static final String ROUTE = "/charrnn/session/:session";

    private static final int SAMPLES = 3;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final StatsStorage storage;
    private final String ownSession;
    private final int everySteps;
    private final List<Step> curve = new ArrayList<>();
    private final List<JsonObject> samples = new ArrayList<>();
    private Optional<Step> latest = Optional.empty();
    private Optional<JsonObject> score = Optional.empty();

    /**
     * @param everySteps a curve has a point at each multiple of this number of steps; every second point is dropped when
     *     there are more than {@link LimitedStorage#LIMIT}
     */
    SessionDetails(StatsStorage storage, String ownSession, int everySteps) {
        this.storage = storage;
        this.ownSession = ownSession;
        this.everySteps = everySteps;
    }

    synchronized void update(Step step) {
        latest = Optional.of(step);
        // Reports are due at multiples too. Just after one, the speed would be that of a single step.
        if (curve.isEmpty()
                || step.step() / everySteps > curve.get(curve.size() - 1).step() / everySteps) {
            curve.add(step);
        }
        if (curve.size() > LimitedStorage.LIMIT) {
            for (int i = curve.size() - 2; i > 0; i -= 2) {
                curve.remove(i);
            }
        }
    }

    synchronized void sample(long step, String text) {
        samples.add(new JsonObject().put("step", step).put("text", text));
        if (samples.size() > SAMPLES) {
            samples.remove(0);
        }
    }

    synchronized void score(long step, String summary) {
        score = Optional.of(new JsonObject().put("step", step).put("summary", summary));
    }

    /** Drops everything of later steps, after a rollback. */
    synchronized void dropAfter(long step) {
        curve.removeIf(it -> it.step() > step);
        samples.removeIf(it -> it.getLong("step") > step);
        latest = latest.filter(it -> it.step() <= step);
        score = score.filter(it -> it.getLong("step") <= step);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .end(json(context.request().getParam("session")).encode());
    }

    JsonObject json(String session) {
        JsonObject json = new JsonObject();
        if (storage.getStaticInfo(session, StatsListener.TYPE_ID, LimitedStorage.WORKER)
                instanceof StatsInitializationReport start) {
            addStart(json, start, storage.getLatestUpdate(session, StatsListener.TYPE_ID, LimitedStorage.WORKER));
        }
        json.put("validation", validation(session));
        if (ownSession.equals(session)) {
            addTraining(json);
        }
        return json;
    }

    private static void addStart(JsonObject json, StatsInitializationReport start, Persistable lastUpdate) {
        json.put("started", TIME.format(Instant.ofEpochMilli(start.getTimeStamp())))
                .put("lstmLayers", start.getModelNumLayers() - 1) // the last one is the output layer
                .put("parameters", start.getModelNumParams())
                .put("precision", start.getSwNd4jDataTypeName());
        if (lastUpdate != null) {
            Duration time = Duration.ofMillis(lastUpdate.getTimeStamp() - start.getTimeStamp());
            json.put(
                    "runtime",
                    String.format(
                            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart()));
        }
    }

    private JsonObject validation(String session) {
        JsonArray steps = new JsonArray();
        JsonArray bitsPerChar = new JsonArray();
        for (Persistable update : storage.getAllUpdatesAfter(
                session, LimitedStorage.VALIDATION_TYPE, LimitedStorage.WORKER, Long.MIN_VALUE)) {
            if (update instanceof StatsReport report) {
                steps.add(report.getIterationCount());
                bitsPerChar.add(report.getScore());
            }
        }
        return new JsonObject().put("steps", steps).put("bitsPerChar", bitsPerChar);
    }

    private synchronized void addTraining(JsonObject json) {
        latest.ifPresent(now -> json.put("epoch", now.epoch())
                .put("learningRate", now.learningRate())
                .put("gradientNorm", now.gradientNorm())
                .put("charsPerSecond", now.charsPerSecond()));
        JsonObject curves = new JsonObject();
        addColumn(curves, "steps", Step::step);
        addColumn(curves, "learningRate", Step::learningRate);
        addColumn(curves, "gradientNorm", Step::gradientNorm);
        addColumn(curves, "charsPerSecond", Step::charsPerSecond);
        json.put("curves", curves);
        json.put("samples", new JsonArray(List.copyOf(samples)));
        score.ifPresent(it -> json.put("score", it));
    }

    private void addColumn(JsonObject json, String name, Function<Step, Number> field) {
        json.put(name, new JsonArray(curve.stream().map(field).toList()));
    }
}
