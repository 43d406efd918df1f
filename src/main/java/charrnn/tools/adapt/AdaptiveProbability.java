package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;

/** The probability of bit 1 in each of several contexts: an exponential moving average whose rate falls with each bit. */
final class AdaptiveProbability {
    private static final float FIRST_RATE = 0.05f;
    private static final float LAST_RATE = 0.0025f;
    private static final float RATE_DECAY = 0.98f;

    private final float[] probabilities;
    private final float[] rates;

    /** @param initial the probability in each context before its first bit */
    AdaptiveProbability(float... initial) {
        probabilities = initial;
        rates = new float[initial.length];
        Arrays.fill(rates, FIRST_RATE);
    }

    AdaptiveProbability(AdaptiveProbability from) {
        probabilities = from.probabilities.clone();
        rates = from.rates.clone();
    }

    void transfer(StateStream state) throws IOException {
        state.floats(probabilities, 0, 1);
        state.floats(rates, LAST_RATE, FIRST_RATE);
    }

    /** The probability as log odds. */
    float logOdds(int context) {
        return Mixer.logOdds(probabilities[context]);
    }

    void update(int context, int bit) {
        probabilities[context] += (bit - probabilities[context]) * rates[context];
        rates[context] = Math.max(LAST_RATE, rates[context] * RATE_DECAY);
    }
}
