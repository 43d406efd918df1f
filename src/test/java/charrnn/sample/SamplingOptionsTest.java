package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import charrnn.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1, 0, 1, 1, '--temperature is -1, but must be 0 or more'",
        "NaN, 0, 1, 0, 1, 1, '--temperature is NaN, but must be 0 or more'",
        "-0.5, 0, 1, 0, 1, 1, '--temperature is -0.5, but must be 0 or more'",
        "1, -2, 1, 0, 1, 1, '--top-k is -2, but must be 0 (all) or more'",
        "1, 0, 0, 0, 1, 1, '--top-p is 0, but must be above 0 and at most 1'",
        "1, 0, 1.5, 0, 1, 1, '--top-p is 1.5, but must be above 0 and at most 1'",
        "1, 0, NaN, 0, 1, 1, '--top-p is NaN, but must be above 0 and at most 1'",
        "1, 0, 1, -0.1, 1, 1, '--min-p is -0.1, but must be from 0 to 1'",
        "1, 0, 1, 1.1, 1, 1, '--min-p is 1.1, but must be from 0 to 1'",
        "1, 0, 1, 0, 0.9, 1, '--repetition-penalty is 0.9, but must be 1 (none) or more'",
        "1, 0, 1, 0, NaN, 1, '--repetition-penalty is NaN, but must be 1 (none) or more'",
        "1, 0, 1, 0, Infinity, 1, '--repetition-penalty is Infinity, but must be 1 (none) or more'",
        "1, 0, 1, 0, 1, 0, '--repetition-window is 0, but must be from 1 to 1000'",
        "1, 0, 1, 0, 1, 1001, '--repetition-window is 1001, but must be from 1 to 1000'",
    })
    void valueOutOfRangeIsRefused(
            double temperature, int topK, double topP, double minP, double penalty, int window, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new SamplingOptions(1, temperature, topK, topP, minP, penalty, window, 1, 1, ""))
                .satisfies(error -> assertThat(error.messages()).containsExactly(message));
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new SamplingOptions(-1, -1, -1, -1, 0, 0, ""))
                .satisfies(error -> assertThat(error.messages())
                        .containsExactly(
                                "--length is -1, but must be 0 or more",
                                "--temperature is -1, but must be 0 or more",
                                "--top-k is -1, but must be 0 (all) or more",
                                "--top-p is -1, but must be above 0 and at most 1",
                                "--count is 0, but must be 1 or more"));
    }

    @Test
    void limitsAreAllowed() {
        assertThatCode(() -> new SamplingOptions(0, 0, 0, Double.MIN_VALUE, -1, 1, ""))
                .doesNotThrowAnyException();
    }
}
