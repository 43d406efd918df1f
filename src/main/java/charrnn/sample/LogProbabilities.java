package charrnn.sample;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Computations on unnormalised log-probabilities, [vocabulary]: a constant may be added to all. */
public final class LogProbabilities {
    private LogProbabilities() {}

    /** Index of the largest logarithm, the lowest index if several are equal. */
    public static int likeliest(float[] logProbabilities) {
        float max = max(logProbabilities);
        int index = 0;
        while (logProbabilities[index] != max) {
            index++;
        }
        return index;
    }

    /**
     * Largest logarithm.
     *
     * @throws IllegalStateException if it is not finite
     */
    static float max(float[] logProbabilities) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logProbability : logProbabilities) {
            max = Math.max(max, logProbability); // NaN if any is NaN
        }
        if (!Float.isFinite(max)) {
            throw new IllegalStateException("the model gives no symbol a probability (the largest logarithm is " + max
                    + "): NaN comes from a training that diverged, try an earlier checkpoint");
        }
        return max;
    }

    /** Probabilities as multiples of the largest one. */
    static double[] weights(float[] logProbabilities) {
        float max = max(logProbabilities);
        double[] weights = new double[logProbabilities.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((double) logProbabilities[i] - max);
        }
        return weights;
    }

    /** Sum in the order of the indices. */
    static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Draws the index of a symbol whose logarithm is not negative infinity; takes one number from the random generator. */
    public static int draw(float[] logProbabilities, RandomGenerator random) {
        double[] weights = weights(logProbabilities);
        double remaining = random.nextDouble() * sum(weights);
        int candidate = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                candidate = i; // the result if rounding leaves a remainder
                remaining -= weights[i];
                if (remaining < 0) {
                    break;
                }
            }
        }
        return candidate;
    }

    /** Indices in descending order of their values; indices of equal values in ascending order. */
    static int[] ranking(float[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Float.compare(values[b] + 0f, values[a] + 0f)) // -0 becomes 0
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
