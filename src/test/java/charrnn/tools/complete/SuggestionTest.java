package charrnn.tools.complete;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    /** Each character of {@code foo(bar, 1);} halves the probability. */
    private static final Suggestion CALL = halved("foo(bar, 1);");

    private static Suggestion halved(String text) {
        double[] logProbabilities = new double[text.length() + 1];
        for (int i = 0; i < logProbabilities.length; i++) {
            logProbabilities[i] = i * Math.log(0.5);
        }
        return new Suggestion(text, logProbabilities, true);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'foo(bar, 1);'",
        "0.0004, 'foo(bar, 1);'", // half of it is enough for a line
        "0.0005, 'foo(bar, 1'",
        "0.001, 'foo(bar,'", // not after a blank
        "0.003, 'foo(bar,'",
        "0.005, 'foo(bar'",
        "0.0625, 'foo('",
        "0.125, 'foo'",
        "0.126, ''", // not within a word
        "1, ''"
    })
    void theBeginningEndsWithAWord(double confidence, String expected) {
        Suggestion beginning = CALL.atLeast(confidence);
        assertThat(beginning.text()).isEqualTo(expected);
        assertThat(beginning.logProbability()).isEqualTo(expected.length() * Math.log(0.5));
    }

    /** Such a text was cut: its end is worth no more than that of a word, and none after a blank. */
    @Test
    void aTextThatEndsWithinALineNeedsTheWholeMinimum() {
        double[] logProbabilities = {0, 0, Math.log(0.6), Math.log(0.4), Math.log(0.4)};
        assertThat(new Suggestion("a+=b", logProbabilities, true).atLeast(0.5).text())
                .isEqualTo("a+=b");
        assertThat(new Suggestion("a+=b", logProbabilities, false).atLeast(0.5).text())
                .isEqualTo("a+");
        assertThat(new Suggestion("a+= ", logProbabilities, false).atLeast(0.4).text())
                .isEqualTo("a+=");
    }

    /** Taking it would cost the key that it saves. */
    @Test
    void oneCharacterIsNotSuggested() {
        assertThat(halved(";").atLeast(0.1).text()).isEmpty();
        assertThat(halved(";").atLeast(0).text()).isEqualTo(";");
        assertThat(halved(" x").atLeast(0.1).text()).isEqualTo(" x");
    }
}
