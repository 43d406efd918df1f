package charrnn.tools.trainingui;

import static charrnn.tools.trainingui.TinyTraining.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

class SessionDetailsTest {
    private final SessionDetails details =
            new SessionDetails(LimitedStorage.open("").statistics(), "own", 10);

    private JsonArray steps() {
        return details.json("own").getJsonObject("curves").getJsonArray("steps");
    }

    @Test
    void aCurveHasAPointAtTheFirstStepAndAtEachMultiple() {
        for (int step = 1; step <= 35; step++) {
            details.update(update(step, 2));
        }
        assertThat(steps()).containsExactly(1L, 10L, 20L, 30L);
    }

    @Test
    void aLongTrainingKeepsFewPointsFromItsFirstToItsNewest() {
        int last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = 10 * (i + 1);
            details.update(update(last, 2));
            assertThat(steps().getValue(steps().size() - 1)).isEqualTo((long) last);
        }
        assertThat(steps())
                .hasSizeBetween(LimitedStorage.LIMIT / 2, LimitedStorage.LIMIT)
                .contains(10L, (long) last);
    }
}
