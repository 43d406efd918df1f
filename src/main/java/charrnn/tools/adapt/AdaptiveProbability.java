package charrnn.tools.adapt;

import java.util.Arrays;

/** The probability that a bit is 1 in each of several situations, an exponential mean whose rate falls with each bit. */
final class AdaptiveProbability {
    private static final float FIRST_RATE = 0.05f;
    private static final float LAST_RATE = 0.0025f;
    private static final float SLOWING = 0.98f;

    private final float[] ones;
    private final float[] rates;

    /** @param first the probability in each situation before its first bit */
    AdaptiveProbability(float... first) {
        ones = first.clone();
        rates = new float[first.length];
        Arrays.fill(rates, FIRST_RATE);
    }

    /** The probability as log odds. */
    float stretched(int situation) {
        return Logistic.stretch(ones[situation]);
    }

    void update(int situation, int bit) {
        ones[situation] += (bit - ones[situation]) * rates[situation];
        rates[situation] = Math.max(LAST_RATE, rates[situation] * SLOWING);
    }
}
