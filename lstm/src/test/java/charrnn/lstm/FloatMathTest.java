package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatMathTest {
    private static final float MIN_EXPONENT = -87.3f;

    private static final int INFINITY_BITS = Float.floatToIntBits(Float.POSITIVE_INFINITY);

    /** Every n-th float from 0 to infinity, all exponents alike: 16.8 million. */
    private static final int STRIDE = 127;

    /**
     * The largest errors of an exhaustive sweep, at 5.12604 and 8.0034, with some room for another order of the operations.
     */
    private static final double TANH_ERROR = 3e-7;

    private static final double SIGMOID_ERROR = 1.75e-7;

    private static double tanhError(float x) {
        return Math.abs(FloatMath.tanh(x) - Math.tanh(x));
    }

    private static double sigmoidError(float x) {
        return Math.abs(FloatMath.sigmoid(x) - 1 / (1 + Math.exp(-(double) x)));
    }

    /**
     * The gates' derivatives, a (1 - a) and 1 - a², must not change their sign. tanh steps down by a few units in the last
     * place where it is flat, and never by more than its error.
     */
    @Test
    void tanhAndSigmoidAreCloseAndInTheirRangeOverAllFloats() {
        double worstTanh = 0;
        double worstSigmoid = 0;
        float highest = 0;
        for (int bits = 0; bits <= INFINITY_BITS; bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            float y = FloatMath.tanh(x);
            worstTanh = Math.max(worstTanh, tanhError(x));
            worstSigmoid = Math.max(worstSigmoid, Math.max(sigmoidError(x), sigmoidError(-x)));
            if (!(y <= 1 && FloatMath.sigmoid(x) <= 1 && FloatMath.sigmoid(-x) >= 0)) {
                fail("out of range at " + x);
            }
            if (FloatMath.tanh(-x) != -y || y < highest - 2 * TANH_ERROR) {
                fail("tanh is not odd or not monotone at " + x);
            }
            highest = Math.max(highest, y);
        }
        assertThat(worstTanh).isBetween(2e-7, TANH_ERROR);
        assertThat(worstSigmoid).isBetween(1e-7, SIGMOID_ERROR);
        assertThat(highest).isGreaterThan(0.999999f);
    }

    /** A million floats on either side of the worst one. */
    @Test
    void tanhIsCloseAtItsLargestError() {
        double worst = 0;
        int middle = Float.floatToIntBits(5.12604f);
        for (int bits = middle - 1_000_000; bits <= middle + 1_000_000; bits++) {
            worst = Math.max(worst, tanhError(Float.intBitsToFloat(bits)));
        }
        assertThat(worst).isBetween(2.8e-7, TANH_ERROR);
    }

    /** Of NaN they are NaN: a divergence must be detected. */
    @Test
    void tanhAndSigmoidAtTheEndsOfTheirRange() {
        for (float infinity : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThat(tanhError(infinity)).isLessThan(TANH_ERROR);
            assertThat(sigmoidError(infinity)).isLessThan(SIGMOID_ERROR);
        }
        assertThat(FloatMath.tanh(0f)).isZero();
        assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.tanh(Float.NaN)).isNaN();
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    }

    /** Every 31st float from 0 down to the smallest whose exponential is not 0. */
    @Test
    void expIsCloseAndNotAboveOneOverItsWholeRange() {
        double worst = 0;
        for (int bits = Float.floatToIntBits(-0f); bits <= Float.floatToIntBits(MIN_EXPONENT); bits += 31) {
            float x = Float.intBitsToFloat(bits);
            double exact = Math.exp(x);
            worst = Math.max(worst, Math.abs(FloatMath.exp(x) - exact) / exact);
            if (!(FloatMath.exp(x) <= 1)) {
                fail("above 1 at " + x);
            }
        }
        assertThat(worst).isBetween(5e-8, 2e-7);
    }

    @Test
    void expAtTheEndsOfItsRangeIsOneOrZero() {
        assertThat(FloatMath.exp(0)).isOne();
        assertThat(FloatMath.exp(-0f)).isOne();
        assertThat(FloatMath.exp(Math.nextDown(MIN_EXPONENT))).isZero();
        assertThat(FloatMath.exp(MIN_EXPONENT)).isPositive();
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
    }

    /** Sizes on both sides of a tile. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "16, 32", "17, 33", "31, 65"})
    void transposeSwapsRowsAndColumns(int rows, int columns) {
        float[] from = new float[rows * columns];
        for (int i = 0; i < from.length; i++) {
            from[i] = i;
        }
        float[] to = new float[rows * columns];
        FloatMath.transpose(from, to, rows, columns, 0, rows / 3);
        FloatMath.transpose(from, to, rows, columns, rows / 3, rows);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                assertThat(to[c * rows + r]).isEqualTo(from[r * columns + c]);
            }
        }
    }
}
