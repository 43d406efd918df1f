package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastExpTest {
    private static final float LEAST = -87.3f;

    private static double relativeError(float x) {
        double exact = Math.exp(x);
        return Math.abs(FastExp.exp(x) - exact) / exact;
    }

    /** Every third float from 0 down to the smallest that counts: 370 million would take a minute, these some seconds. */
    @Test
    void isCloseToExpOverItsWholeRange() {
        double worst = 0;
        for (int bits = Float.floatToIntBits(-0f); bits <= Float.floatToIntBits(LEAST); bits += 31) {
            worst = Math.max(worst, relativeError(Float.intBitsToFloat(bits)));
        }
        assertThat(worst).isBetween(5e-8, 2e-7);
    }

    @Test
    void theEnds() {
        assertThat(FastExp.exp(0)).isOne();
        assertThat(FastExp.exp(-0f)).isOne();
        assertThat(FastExp.exp(Math.nextDown(LEAST))).isZero();
        assertThat(FastExp.exp(LEAST)).isPositive();
        assertThat(FastExp.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FastExp.exp(Float.NaN)).isNaN();
    }

    @Test
    void neverExceedsOne() {
        for (int bits = Float.floatToIntBits(-0f); bits <= Float.floatToIntBits(LEAST); bits += 1009) {
            assertThat(FastExp.exp(Float.intBitsToFloat(bits))).isBetween(0f, 1f);
        }
    }
}
