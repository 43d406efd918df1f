package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SessionDetailsTest {
    @Test
    void aValidationLossThatIsNotFiniteIsLeftOut() {
        SessionDetails details = new SessionDetails(new TrainingStatistics("s", Runnable::run));
        details.validated(0, 7);
        details.validated(1, Double.POSITIVE_INFINITY);
        details.validated(2, 6.5);
        JsonObject validation = details.json().getJsonObject("validation");
        assertThat(validation.getJsonArray("steps")).containsExactly(0L, 2L);
        assertThat(validation.getJsonArray("bitsPerChar")).containsExactly(7.0, 6.5);
    }
}
