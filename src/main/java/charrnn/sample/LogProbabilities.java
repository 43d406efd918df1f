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

    /** Logarithm of a symbol's probability divided by that of all others; infinite if one of the two is 0. */
    static double logOdds(float[] logProbabilities, int index) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logProbabilities.length; i++) {
            max = i == index ? max : Math.max(max, logProbabilities[i]);
        }
        double others = 0; // as multiples of the largest one
        for (int i = 0; i < logProbabilities.length; i++) {
            if (i != index && logProbabilities[i] != Float.NEGATIVE_INFINITY) {
                others += Math.exp((double) logProbabilities[i] - max);
            }
        }
        return (double) logProbabilities[index] - max - Math.log(others);
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
