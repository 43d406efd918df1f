package charrnn.tools.trainingui;

import static charrnn.tools.trainingui.TinyTraining.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RunFiguresTest {
    private final RunFigures figures = new RunFigures(10);

    private JsonArray steps() {
        JsonObject json = new JsonObject();
        figures.addTo(json);
        return json.getJsonObject("curves").getJsonArray("steps");
    }

    @Test
    void aCurveHasAPointAtTheFirstStepAndAtEachMultiple() {
        for (int step = 1; step <= 35; step++) {
            figures.update(update(step, 2));
        }
        assertThat(steps()).containsExactly(1, 10, 20, 30);
    }

    @Test
    void aLongTrainingKeepsFewPointsFromItsFirstToItsNewest() {
        int last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = 10 * (i + 1);
            figures.update(update(last, 2));
            assertThat(steps().getValue(steps().size() - 1)).isEqualTo(last);
        }
        assertThat(steps())
                .hasSizeBetween(RunFigures.POINTS / 2, RunFigures.POINTS)
                .contains(10, last);
    }
}
