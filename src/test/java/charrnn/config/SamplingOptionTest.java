package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingOptionTest {
    @ParameterizedTest
    @CsvSource({
        "TOP_K, -1, '--top-k is -1, but must be 0 (all) or more'",
        "TOP_P, 0, '--top-p is 0, but must be above 0 and at most 1'",
        "MIN_P, 1.5, '--min-p is 1.5, but must be from 0 to 1'",
        "REPETITION_WINDOW, 1001, '--repetition-window is 1001, but must be from 1 to 1000'",
        "REPETITION_PENALTY, NaN, '--repetition-penalty is NaN, but must be 1 (none) or more'",
        "REPETITION_PENALTY, Infinity, '--repetition-penalty is Infinity, but must be 1 (none) or more'",
    })
    void mistakeNamesTheOptionTheValueAndWhatIsAllowed(SamplingOption option, double value, String message) {
        assertThat(option.mistake(value)).contains(message);
        assertThat(option.mistake(option.byDefault())).isEmpty();
        assertThat(option.mistake(option.max())).isEmpty();
    }
}
