package charrnn.lstm;

/**
 * Single-precision arithmetic. {@link #tanh} and {@link #sigmoid} have no branches, so that HotSpot vectorises a loop
 * over them.
 */
final class FloatMath {
    /** Side of a transposition's tiles; source and target of a tile fit into the first-level cache. */
    private static final int TILE = 16;

    private static final float BOUND = 7.90531110763549805f;

    private static final float A1 = 4.89352455891786e-03f;
    private static final float A3 = 6.37261928875436e-04f;
    private static final float A5 = 1.48572235717979e-05f;
    private static final float A7 = 5.12229709037114e-08f;
    private static final float A9 = -8.60467152213735e-11f;
    private static final float A11 = 2.00018790482477e-13f;
    private static final float A13 = -2.76076847742355e-16f;

    private static final float B0 = 4.89352518554385e-03f;
    private static final float B2 = 2.26843463243900e-03f;
    private static final float B4 = 1.18534705686654e-04f;
    private static final float B6 = 1.19825839466702e-06f;

    /** Below this, exp is less than the smallest normal number. */
    private static final float MIN_EXPONENT = -87.3f;

    private static final float PER_LN2 = (float) (1 / Math.log(2));

    /** ln 2 is the sum of LN2_HIGH, which has few bits so that its multiples are exact, and the small LN2_LOW. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = (float) (Math.log(2) - 0.693359375);

    private FloatMath() {}

    /**
     * tanh as a rational function, an odd polynomial of degree 13 over an even one of degree 6, with the coefficients
     * of Eigen's {@code generic_fast_tanh_float} (Eigen/src/Core/MathFunctionsImpl.h, MPL 2.0), fitted to [-9, 9].
     * Beyond ±{@value #BOUND} it is constant. The largest absolute error over all floats is 2.92e-7. Results are within
     * [-1, 1]; NaN gives NaN.
     */
    static float tanh(float value) {
        float x = Math.max(-BOUND, Math.min(BOUND, value));
        float s = x * x;
        float p = Math.fma(s, A13, A11);
        p = Math.fma(s, p, A9);
        p = Math.fma(s, p, A7);
        p = Math.fma(s, p, A5);
        p = Math.fma(s, p, A3);
        p = Math.fma(s, p, A1);
        float q = Math.fma(s, B6, B4);
        q = Math.fma(s, q, B2);
        q = Math.fma(s, q, B0);
        return x * p / q;
    }

    /**
     * The logistic function 1 / (1 + exp(-x)), computed as (1 + tanh(x/2)) / 2. The largest absolute error is 1.70e-7.
     */
    static float sigmoid(float value) {
        return Math.fma(0.5f, tanh(0.5f * value), 0.5f);
    }

    /**
     * exp(x) for x ≤ 0, with a relative error of at most 2e-7; 0 below {@value #MIN_EXPONENT}; NaN gives NaN. With x =
     * n ln 2 + r and |r| ≤ ln 2 / 2, n is added to the bits of the exponent, and Taylor's series up to the seventh
     * power gives exp(r) with an error below 1e-8.
     */
    static float exp(float x) {
        if (x < MIN_EXPONENT) {
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

    /** {@code to += from}, the first {@code count} numbers; several times as fast as the method with offsets. */
    static void add(float[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] += from[i];
        }
    }

    /** {@code to += from}, {@code count} numbers. */
    static void add(float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += from[fromAt + i];
        }
    }

    static float max(float[] values) {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** Transposes the rows [first, end) of a [rows, columns] matrix. */
    static void transpose(float[] from, float[] to, int rows, int columns, int first, int end) {
        for (int r0 = first; r0 < end; r0 += TILE) {
            int rEnd = Math.min(end, r0 + TILE);
            for (int c0 = 0; c0 < columns; c0 += TILE) {
                int cEnd = Math.min(columns, c0 + TILE);
                for (int c = c0; c < cEnd; c++) {
                    for (int r = r0; r < rEnd; r++) {
                        to[c * rows + r] = from[r * columns + c];
                    }
                }
            }
        }
    }
}
