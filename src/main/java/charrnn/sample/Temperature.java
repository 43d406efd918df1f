package charrnn.sample;

/**
 * Divides the logarithms: {@code p^(1/temperature)}, normalised. Below 1 the likely becomes likelier, above 1 all
 * becomes more alike. As the temperature goes to 0 the likeliest symbol alone is left: that limit is
 * {@link Sampler#GREEDY}.
 *
 * @param temperature above 0
 */
public record Temperature(double temperature) implements LogitsProcessor {
    public Temperature {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature is " + temperature + ", but must be above 0");
        }
    }

    @Override
    public void apply(float[] logProbabilities) {
        if (temperature == 1) {
            return;
        }
        float max = Softmax.max(logProbabilities);
        for (int i = 0; i < logProbabilities.length; i++) {
            if (logProbabilities[i] != Float.NEGATIVE_INFINITY) { // an infinite temperature would make it NaN
                // Less the largest, so that a temperature near 0 sends all others to negative infinity, not all.
                logProbabilities[i] = (float) (((double) logProbabilities[i] - max) / temperature);
            }
        }
    }
}
