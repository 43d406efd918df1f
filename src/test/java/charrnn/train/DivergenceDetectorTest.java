package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DivergenceDetectorTest {
    private static final double IGNORANCE = 4.5;

    private final DivergenceDetector watch =
            new DivergenceDetector(5_000, IGNORANCE, OptionalDouble.empty(), OptionalDouble.empty());

    private void steps(int count, double bitsPerChar) {
        for (int i = 0; i < count; i++) {
            watch.stepped(bitsPerChar);
        }
    }

    @Test
    void theFirstStepsOfANewNetworkAreNoExplosion() {
        steps(3, 7);
        assertThat(watch.exploded()).isFalse();
        assertThat(watch.calm()).isTrue();
    }

    @Test
    void aLossThatStaysHighIsNoticedSoonAndIsNotCalmBeforeThat() {
        steps(200, 2);
        int until = 0;
        while (!watch.exploded()) {
            boolean calmBefore = watch.calm();
            watch.stepped(6);
            assertThat(watch.exploded() && calmBefore).isFalse();
            until++;
        }
        assertThat(until).isBetween(5, 20);
    }

    @Test
    void aSteepPlaceIsNoExplosion() {
        steps(200, 2);
        steps(2, 6);
        assertThat(watch.exploded()).isFalse();
        steps(100, 2);
        assertThat(watch.calm()).isTrue();
    }

    @Test
    void textThatIsHarderThanTheRestIsNoExplosion() {
        steps(200, 1);
        steps(200, IGNORANCE - 0.1);
        assertThat(watch.exploded()).isFalse();
    }

    @Test
    void afterAMillionCharactersOfHarderTextTheNetworkIsCalmAgain() {
        steps(200, 1);
        steps(100, 2);
        assertThat(watch.calm()).isFalse();
        steps(200, 2);
        assertThat(watch.calm()).isTrue();
    }

    @Test
    void itGoesOnWhereItWas() {
        steps(50, 3);
        DivergenceDetector resumed = new DivergenceDetector(5_000, IGNORANCE, watch.smoothed(), watch.lowest());
        watch.stepped(5);
        resumed.stepped(5);
        assertThat(resumed.smoothed()).isEqualTo(watch.smoothed());
        assertThat(resumed.lowest()).isEqualTo(watch.lowest());
    }

    @Test
    void entropyIsThatOfSingleCharacters() {
        assertThat(DivergenceDetector.entropy(EncodedText.ofBytes(new byte[] {0, 1, 2, 3})))
                .isEqualTo(2);
        assertThat(DivergenceDetector.entropy(EncodedText.ofBytes(new byte[] {1, 1, 1, 2})))
                .isCloseTo(0.8112781, within(1e-6));
    }
}
