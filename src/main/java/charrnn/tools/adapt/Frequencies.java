package charrnn.tools.adapt;

import java.util.Arrays;

/** How often the answer was yes, in each of several situations; what was long ago counts less. */
final class Frequencies {
    private static final float FIRST_RATE = 0.05f;
    private static final float LAST_RATE = 0.0025f;
    private static final float SLOWING = 0.98f;

    private final float[] yes;
    private final float[] rates;

    /** @param first what is believed of each situation before anything was counted */
    Frequencies(float... first) {
        yes = first.clone();
        rates = new float[first.length];
        Arrays.fill(rates, FIRST_RATE);
    }

    /** The share of yes, as log odds. */
    float stretched(int situation) {
        return Logistic.stretch(yes[situation]);
    }

    void count(int situation, int answer) {
        yes[situation] += (answer - yes[situation]) * rates[situation];
        rates[situation] = Math.max(LAST_RATE, rates[situation] * SLOWING);
    }
}
