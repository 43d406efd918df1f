package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.Progress.Scores;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class InspectCommandTest {
    @Test
    void theBestValidationHasAStepIfItWasMeasured() {
        assertThat(InspectCommand.best(Scores.NONE)).isEqualTo("not measured");
        assertThat(InspectCommand.best(
                        new Scores(OptionalDouble.of(1.5), 12_000, OptionalDouble.empty(), OptionalDouble.empty())))
                .isEqualTo("1.5000 bits per character, at step 12,000");
    }
}
