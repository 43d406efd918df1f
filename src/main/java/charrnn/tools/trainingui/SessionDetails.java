package charrnn.tools.trainingui;

import charrnn.cli.base.ProgressDisplay;
import charrnn.train.RunListener.Step;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;

/**
 * Serves, as JSON, what the overview shows in addition to Deeplearning4j's data: start, run time, network, precision,
 * validation losses, learning rate, gradient norm, speed, and the last samples.
 */
final class SessionDetails implements Handler<RoutingContext> {
    static final String ROUTE = "/charrnn/details";

    private static final int SAMPLES = 3;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final TrainingStatistics statistics;
    private final TreeMap<Long, Double> validation = new TreeMap<>(); // losses in bits per character, by step
    private final Deque<JsonObject> samples = new ArrayDeque<>();
    private Optional<Step> latest = Optional.empty();

    SessionDetails(TrainingStatistics statistics) {
        this.statistics = statistics;
    }

    synchronized void update(Step step) {
        latest = Optional.of(step);
    }

    /** Adds a validation loss. One that is not finite is left out, since the UI would draw it as 0. */
    synchronized void validated(long step, double bitsPerChar) {
        if (Double.isFinite(bitsPerChar)) {
            validation.put(step, bitsPerChar);
        }
    }

    synchronized void sample(long step, String text) {
        samples.add(new JsonObject().put("step", step).put("text", text));
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
    }

    /** Drops everything of later steps, after a rollback. */
    synchronized void dropAfter(long step) {
        validation.tailMap(step, false).clear();
        samples.removeIf(it -> it.getLong("step") > step);
        latest = latest.filter(it -> it.step() <= step);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("Content-Type", "application/json").end(json().encode());
    }

    synchronized JsonObject json() {
        JsonObject json = new JsonObject();
        if (statistics.getStaticInfo(statistics.session(), StatsListener.TYPE_ID, TrainingStatistics.WORKER)
                instanceof StatsInitializationReport start) {
            addStart(json, start);
        }
        latest.ifPresent(now -> json.put("epoch", now.epoch())
                .put("learningRate", now.learningRate())
                .put("gradientNorm", now.gradientNorm())
                .put("charsPerSecond", now.charsPerSecond()));
        json.put(
                "validation",
                new JsonObject()
                        .put("steps", new JsonArray(List.copyOf(validation.keySet())))
                        .put("bitsPerChar", new JsonArray(List.copyOf(validation.values()))));
        JsonObject curves = new JsonObject();
        addColumn(curves, "steps", Step::step);
        addColumn(curves, "learningRate", Step::learningRate);
        addColumn(curves, "gradientNorm", Step::gradientNorm);
        addColumn(curves, "charsPerSecond", Step::charsPerSecond);
        json.put("curves", curves);
        json.put("samples", new JsonArray(List.copyOf(samples)));
        return json;
    }

    private static void addStart(JsonObject json, StatsInitializationReport start) {
        long millis = System.currentTimeMillis() - start.getTimeStamp();
        json.put("started", TIME.format(Instant.ofEpochMilli(start.getTimeStamp())))
                .put("lstmLayers", start.getModelNumLayers() - 1) // the last one is the output layer
                .put("parameters", start.getModelNumParams())
                .put("precision", start.getSwNd4jDataTypeName())
                .put("runtime", ProgressDisplay.time(millis / 1e3));
    }

    private void addColumn(JsonObject json, String name, Function<Step, Number> field) {
        json.put(name, new JsonArray(statistics.points().stream().map(field).toList()));
    }
}
