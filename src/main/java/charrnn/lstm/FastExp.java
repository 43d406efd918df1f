package charrnn.lstm;

/**
 * exp of numbers that are not positive, in single precision: a softmax needs no others. The argument is divided into a
 * whole number of ln 2, which goes into the exponent's bits, and a rest within half of it, for which Taylor's series up
 * to the seventh power is exact to 1e-8. {@code FastExpTest} holds the relative error to 2e-7 over all floats from
 * {@value #LEAST} to 0. Below that it is 0; NaN stays NaN.
 */
final class FastExp {
    /** exp of less is smaller than the smallest normal number. */
    private static final float LEAST = -87.3f;

    private static final float PER_LN2 = (float) (1 / Math.log(2));

    /** ln 2 as the sum of a number with few bits, whose multiples are exact, and a small one. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = (float) (Math.log(2) - 0.693359375);

    private FastExp() {}

    /** exp(x) for x ≤ 0. */
    static float exp(float x) {
        if (x < LEAST) {
            return 0;
        }
        int n = (int) (x * PER_LN2 - 0.5f);
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(r, 1f / 5040, 1f / 720);
        p = Math.fma(r, p, 1f / 120);
        p = Math.fma(r, p, 1f / 24);
        p = Math.fma(r, p, 1f / 6);
        p = Math.fma(r, p, 0.5f);
        p = Math.fma(r, p, 1);
        p = Math.fma(r, p, 1);
        return p * Float.intBitsToFloat(n + 127 << 23);
    }
}
