package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssociationTest {
    private static double association(float[] signal, float[] feature, boolean numeric) {
        float[] ranks = Association.centredRanks(signal);
        return Association.withFeature(feature, numeric).ofSignal(ranks, Association.norm(ranks));
    }

    /** Ranks 1 2 3 4 5 and 1 2 3.5 5 3.5: covariance 8, variances 10 and 9.5. */
    @Test
    void associationOfAQuantityIsSpearmansCorrelation() {
        float[] signal = {1, 2, 3, 4, 5};
        assertThat(association(signal, new float[] {5, 6, 7, 8, 7}, true))
                .isCloseTo(8 / Math.sqrt(10 * 9.5), within(1e-6));
        assertThat(association(signal, new float[] {1, 2, 4, 8, 1000}, true)).isCloseTo(1, within(1e-6));
        assertThat(association(signal, new float[] {9, 8, 7, 1, 0}, true)).isCloseTo(-1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void constantSignalsAndFeaturesHaveAssociationZero(boolean numeric) {
        float[] varied = {0, 1, 1, 0, 1};
        float[] same = {1, 1, 1, 1, 1};
        assertThat(association(same, varied, numeric)).isZero();
        assertThat(association(varied, same, numeric)).isZero();
        assertThat(association(varied, new float[5], numeric)).isZero();
    }

    /** AUC is the share of the pairs of a position inside and one outside in which the signal is higher inside. */
    @Test
    void associationOfAConditionIsTwiceAucMinusOne() {
        SplittableRandom random = new SplittableRandom(3);
        float[] signal = new float[301];
        float[] feature = new float[301];
        for (int i = 0; i < signal.length; i++) {
            feature[i] = random.nextInt(5) == 0 ? 1 : 0;
            signal[i] = Math.round(8 * (random.nextGaussian() + feature[i])) / 8f; // with ties
        }
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < signal.length; i++) {
            for (int j = 0; j < signal.length; j++) {
                if (feature[i] == 1 && feature[j] == 0) {
                    pairs++;
                    wins += signal[i] > signal[j] ? 1 : signal[i] == signal[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(association(signal, feature, false))
                .isBetween(0.3, 0.8)
                .isCloseTo(2 * wins / pairs - 1, within(1e-6));
    }
}
