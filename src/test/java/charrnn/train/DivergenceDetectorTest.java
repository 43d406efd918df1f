package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import charrnn.model.checkpoint.Progress.Control;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergenceDetectorTest {
    private static final double UNIGRAM_ENTROPY = 4.5;

    private final DivergenceDetector detector = new DivergenceDetector(5_000, UNIGRAM_ENTROPY);
    private Control control = Control.NEW;

    private void updates(int count, double bitsPerChar) {
        for (int i = 0; i < count; i++) {
            control = detector.afterUpdate(control, bitsPerChar);
        }
    }

    /** Each pair is a number of updates and their bits per character. */
    @ParameterizedTest
    @CsvSource({
        "3 7, true", // the first updates of a new network
        "200 2 2 6, false", // a difficult passage
        "200 2 2 6 100 2, true", // and after it
        "200 1 200 4.4, false", // harder text, just below the unigram entropy
        "200 1 100 2, false", // harder text
        "200 1 300 2, true", // after a million characters of it
    })
    void otherRisesOfTheLossAreNoDivergence(String updates, boolean stable) {
        String[] pairs = updates.split(" ");
        for (int i = 0; i < pairs.length; i += 2) {
            updates(Integer.parseInt(pairs[i]), Double.parseDouble(pairs[i + 1]));
        }
        assertThat(detector.hasDiverged(control)).isFalse();
        assertThat(detector.isStable(control)).isEqualTo(stable);
    }

    @Test
    void beforeADivergenceTheLossIsNotCalm() {
        updates(200, 2);
        int until = 0;
        while (!detector.hasDiverged(control)) {
            boolean stableBefore = detector.isStable(control);
            updates(1, 6);
            assertThat(detector.hasDiverged(control) && stableBefore).isFalse();
            until++;
        }
        assertThat(until).isBetween(5, 20);
    }

    @Test
    void otherFieldsOfTheControlDoNotChange() {
        control = new Control(0.5, 2, 3, OptionalDouble.empty(), OptionalDouble.empty());
        updates(2, 3);
        assertThat(control).isEqualTo(new Control(0.5, 2, 3, OptionalDouble.of(3), OptionalDouble.of(3)));
    }

    @Test
    void unigramEntropyIsTheEntropyOfTheCharacterFrequencies() {
        assertThat(DivergenceDetector.unigramEntropy(EncodedTexts.ofIndices(0, 1, 2, 3)))
                .isEqualTo(2);
        assertThat(DivergenceDetector.unigramEntropy(EncodedTexts.ofIndices(1, 1, 1, 2)))
                .isCloseTo(0.8112781, within(1e-6));
    }
}
