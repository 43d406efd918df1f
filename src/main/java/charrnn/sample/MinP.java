package charrnn.sample;

/**
 * Keeps the symbols that are at least so many times as likely as the likeliest one (Nguyen et al. 2024, "Turning up the
 * heat: min-p sampling for creative and coherent LLM outputs", section 3): many where the model wavers, few where it is
 * sure.
 *
 * @param p share of the largest probability, from 0, which keeps all, to 1, which keeps the likeliest and its equals
 */
public record MinP(double p) implements LogitsProcessor {
    public MinP {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ", but must be from 0 to 1");
        }
    }

    @Override
    public void apply(float[] logProbabilities) {
        double least = Softmax.max(logProbabilities) + Math.log(p);
        for (int i = 0; i < logProbabilities.length; i++) {
            if (logProbabilities[i] < least) {
                logProbabilities[i] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
