package charrnn.sample;

/**
 * Nucleus sampling (Holtzman et al. 2019, "The curious case of neural text degeneration", section 3.1): keeps the
 * fewest symbols that together hold a share of the probability, the likeliest first. Of equals those with the lowest
 * indices count first.
 *
 * @param p the share, above 0 and up to 1; 1 keeps all
 */
public record TopP(double p) implements LogitsProcessor {
    public TopP {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ", but must be above 0 and up to 1");
        }
    }

    @Override
    public void apply(float[] logProbabilities) {
        if (p == 1) {
            return;
        }
        double[] weights = Softmax.weights(logProbabilities);
        Ranking.of(logProbabilities).keep(p * Softmax.sum(weights), weights, logProbabilities);
    }
}
