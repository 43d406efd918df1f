package charrnn.sample;

import java.util.Arrays;

/**
 * Locally typical sampling (Meister et al. 2023, "Locally typical sampling", section 4): keeps the symbols whose
 * information is nearest to the entropy, the fewest that together hold a share of the probability. So it may leave out
 * the likeliest symbol where the model wavers. Of equals those with the lowest indices count first.
 *
 * @param share above 0 and up to 1; 1 keeps all
 */
public record Typical(double share) implements LogitsProcessor {
    public Typical {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", but must be above 0 and up to 1");
        }
    }

    @Override
    public void apply(float[] logProbabilities) {
        if (share == 1) {
            return;
        }
        double[] weights = Softmax.weights(logProbabilities);
        double sum = Softmax.sum(weights);
        Ranking.of(closeness(weights, sum)).keep(share * sum, weights, logProbabilities);
    }

    /** The larger the nearer is a symbol's information to the entropy, both in nats. */
    private static float[] closeness(double[] weights, double sum) {
        double entropy = Arrays.stream(weights)
                .filter(weight -> weight > 0)
                .map(weight -> -weight / sum * Math.log(weight / sum))
                .sum();
        float[] closeness = new float[weights.length];
        for (int i = 0; i < closeness.length; i++) {
            closeness[i] = (float) -Math.abs(-Math.log(weights[i] / sum) - entropy);
        }
        return closeness;
    }
}
