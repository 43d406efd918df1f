package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class FastTanhTest {
    private static final int INFINITY_BITS = Float.floatToIntBits(Float.POSITIVE_INFINITY);

    /** Every n-th float from 0 to infinity, all exponents alike: 16.8 million. */
    private static final int STRIDE = 127;

    /** What an exhaustive sweep found, at 5.12604 and 8.0034, and some room for another order of the same operations. */
    private static final double TANH_ERROR = 3e-7;

    private static final double SIGMOID_ERROR = 1.75e-7;

    private static double tanhError(float x) {
        return Math.abs(FastTanh.tanh(x) - Math.tanh(x));
    }

    private static double sigmoidError(float x) {
        return Math.abs(FastTanh.sigmoid(x) - 1 / (1 + Math.exp(-(double) x)));
    }

    @Test
    void isCloseToTanhOverAllFloats() {
        double worst = 0;
        for (int bits = 0; bits <= INFINITY_BITS - STRIDE; bits += STRIDE) {
            worst = Math.max(worst, tanhError(Float.intBitsToFloat(bits)));
        }
        assertThat(worst).isBetween(2e-7, TANH_ERROR);
    }

    /** A million floats on either side of the worst one. */
    @Test
    void isCloseWhereItIsWorst() {
        double worst = 0;
        int middle = Float.floatToIntBits(5.12604f);
        for (int bits = middle - 1_000_000; bits <= middle + 1_000_000; bits++) {
            worst = Math.max(worst, tanhError(Float.intBitsToFloat(bits)));
        }
        assertThat(worst).isBetween(2.8e-7, TANH_ERROR);
    }

    @Test
    void logisticFunctionIsCloseOverAllFloats() {
        double worst = 0;
        for (int bits = 0; bits <= INFINITY_BITS - STRIDE; bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            worst = Math.max(worst, Math.max(sigmoidError(x), sigmoidError(-x)));
        }
        assertThat(worst).isBetween(1e-7, SIGMOID_ERROR);
    }

    /** The gates' derivatives, a (1 - a) and 1 - a², must not change their sign. */
    @Test
    void staysInItsRange() {
        for (int bits = 0; bits <= INFINITY_BITS; bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            if (!(FastTanh.tanh(x) <= 1 && FastTanh.sigmoid(x) <= 1 && FastTanh.sigmoid(-x) >= 0)) {
                fail("out of range at " + x);
            }
        }
    }

    /** It steps down by a few units in the last place where tanh is flat, and never by more than its error. */
    @Test
    void isOddAndMonotoneWithinItsError() {
        float highest = 0;
        for (int bits = 0; bits <= INFINITY_BITS; bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            float y = FastTanh.tanh(x);
            if (FastTanh.tanh(-x) != -y || y < highest - 2 * TANH_ERROR) {
                fail("not odd or not monotone at " + x);
            }
            highest = Math.max(highest, y);
        }
        assertThat(highest).isGreaterThan(0.999999f);
    }

    @Test
    void theEnds() {
        assertThat(tanhError(Float.POSITIVE_INFINITY)).isLessThan(TANH_ERROR);
        assertThat(tanhError(Float.NEGATIVE_INFINITY)).isLessThan(TANH_ERROR);
        assertThat(sigmoidError(Float.POSITIVE_INFINITY)).isLessThan(SIGMOID_ERROR);
        assertThat(sigmoidError(Float.NEGATIVE_INFINITY)).isLessThan(SIGMOID_ERROR);
        assertThat(FastTanh.tanh(0f)).isZero();
        assertThat(FastTanh.sigmoid(0f)).isEqualTo(0.5f);
    }

    /** A network that diverged must be seen to have. */
    @Test
    void notANumberStaysNotANumber() {
        assertThat(FastTanh.tanh(Float.NaN)).isNaN();
        assertThat(FastTanh.sigmoid(Float.NaN)).isNaN();
    }
}
