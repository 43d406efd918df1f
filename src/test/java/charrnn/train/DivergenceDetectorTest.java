package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import charrnn.model.checkpoint.Progress.Control;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DivergenceDetectorTest {
    private static final double UNIGRAM_ENTROPY = 4.5;

    private final DivergenceDetector detector = new DivergenceDetector(5_000, UNIGRAM_ENTROPY);
    private Control control = Control.NEW;

    private void updates(int count, double bitsPerChar) {
        for (int i = 0; i < count; i++) {
            control = detector.afterUpdate(control, bitsPerChar);
        }
    }

    @Test
    void theFirstUpdatesOfANewNetworkAreNoDivergence() {
        updates(3, 7);
        assertThat(detector.hasDiverged(control)).isFalse();
        assertThat(detector.isStable(control)).isTrue();
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
    void aDifficultPassageIsNoDivergence() {
        updates(200, 2);
        updates(2, 6);
        assertThat(detector.hasDiverged(control)).isFalse();
        updates(100, 2);
        assertThat(detector.isStable(control)).isTrue();
    }

    @Test
    void textThatIsHarderThanTheRestIsNoDivergence() {
        updates(200, 1);
        updates(200, UNIGRAM_ENTROPY - 0.1);
        assertThat(detector.hasDiverged(control)).isFalse();
    }

    @Test
    void afterAMillionCharactersOfHarderTextTheTrainingIsCalmAgain() {
        updates(200, 1);
        updates(100, 2);
        assertThat(detector.isStable(control)).isFalse();
        updates(200, 2);
        assertThat(detector.isStable(control)).isTrue();
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
