package charrnn.lstm;

/**
 * tanh and the logistic function in single precision, in a form that HotSpot turns into vector instructions when they
 * stand in a loop: fused multiply-adds and one division, no branch.
 *
 * <p>The approximation is a rational function, odd polynomial of degree 13 over even polynomial of degree 6, with the
 * coefficients of Eigen's {@code generic_fast_tanh_float} (Eigen/src/Core/MathFunctionsImpl.h, MPL 2.0), fitted to [-9,
 * 9]; beyond {@value #BOUND} it stays at its last value. The largest absolute error over all floats is 2.92e-7, that of
 * the logistic function 1.70e-7; {@code FastTanhTest} holds it to that. Neither leaves its range, and NaN stays NaN.
 */
final class FastTanh {
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

    private FastTanh() {}

    /** tanh of one number. */
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

    /** The logistic function 1 / (1 + exp(-x)) of one number, by its relation to tanh. */
    static float sigmoid(float value) {
        return Math.fma(0.5f, tanh(0.5f * value), 0.5f);
    }
}
