package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingOptionsTest {
    @Test
    void optionsWithoutAValueHaveTheDeclaredDefault() {
        assertThat(SamplingOptions.of(Map.of("topK", 3, "minP", 0.5), 10, 5, 2, "x"))
                .isEqualTo(new SamplingOptions(10, 0.7, 3, 1, 0.5, 1, 16, 5, 2, "x"));
    }
}
