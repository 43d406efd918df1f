package charrnn.tools.trainingui;

import charrnn.tools.score.ParseRate;
import charrnn.tools.trainingui.TrainingUi.Update;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures of the training under way that Deeplearning4j's statistics lack: learning rate, gradient norm, speed, the
 * last samples and their score. They are kept in memory, so an earlier session of the same store has none.
 */
final class RunFigures {
    /** Points of a curve; when there are more, every second one is dropped. */
    static final int POINTS = 1000;

    /** Samples that are kept. */
    static final int SAMPLES = 3;

    private final int everySteps;
    private final List<Update> curve = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private Optional<Update> latest = Optional.empty();
    private Optional<Score> score = Optional.empty();

    private record Sample(int step, String text) {}

    private record Score(int step, ParseRate rate) {}

    /** @param everySteps a curve has a point at the multiples of this number of steps */
    RunFigures(int everySteps) {
        this.everySteps = everySteps;
    }

    synchronized void update(Update update) {
        latest = Optional.of(update);
        // At the multiples a report is due too; just after a report, the speed would be that of a single step.
        if (curve.isEmpty()
                || update.step() / everySteps > curve.get(curve.size() - 1).step() / everySteps) {
            curve.add(update);
        }
        if (curve.size() > POINTS) {
            for (int i = curve.size() - 2; i > 0; i -= 2) {
                curve.remove(i);
            }
        }
    }

    synchronized void sample(int step, String text) {
        samples.add(new Sample(step, text));
        if (samples.size() > SAMPLES) {
            samples.remove(0);
        }
    }

    synchronized void score(int step, ParseRate rate) {
        score = Optional.of(new Score(step, rate));
    }

    /** Drops the figures of later steps, after a rollback. */
    synchronized void dropAfter(int step) {
        curve.removeIf(update -> update.step() > step);
        samples.removeIf(sample -> sample.step() > step);
        latest = latest.filter(update -> update.step() <= step);
        score = score.filter(it -> it.step() <= step);
    }

    synchronized void addTo(JsonObject json) {
        latest.ifPresent(now -> json.put("epoch", now.epoch())
                .put("learningRate", now.learningRate())
                .put("gradientNorm", now.gradientNorm())
                .put("charsPerSecond", now.charsPerSecond()));
        json.put(
                "curves",
                new JsonObject()
                        .put("steps", column(Update::step))
                        .put("learningRate", column(Update::learningRate))
                        .put("gradientNorm", column(Update::gradientNorm))
                        .put("charsPerSecond", column(Update::charsPerSecond)));
        JsonArray texts = new JsonArray();
        samples.forEach(
                sample -> texts.add(new JsonObject().put("step", sample.step()).put("text", sample.text())));
        json.put("samples", texts);
        score.ifPresent(it -> json.put(
                "score",
                new JsonObject()
                        .put("step", it.step())
                        .put("parsed", it.rate().parsed())
                        .put("functions", it.rate().functions())));
    }

    private JsonArray column(Function<Update, Number> field) {
        return new JsonArray(curve.stream().map(field).toList());
    }
}
