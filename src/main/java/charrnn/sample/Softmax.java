package charrnn.sample;

/** What logarithms of probabilities, known up to a constant that all share, say about the probabilities. */
final class Softmax {
    private Softmax() {}

    /** Index of the largest logarithm, the lowest of equals. */
    static int likeliest(float[] logProbabilities) {
        float max = max(logProbabilities);
        int index = 0;
        while (logProbabilities[index] != max) {
            index++;
        }
        return index;
    }

    /** Largest logarithm; it is a finite number. */
    static float max(float[] logProbabilities) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logProbability : logProbabilities) {
            max = Math.max(max, logProbability); // NaN wins
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

    static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /**
     * The symbol at a share of the cumulated probabilities, the inverse of their distribution function.
     *
     * @param share from 0, inclusive, to 1
     */
    static int at(float[] logProbabilities, double share) {
        double[] weights = weights(logProbabilities);
        double left = share * sum(weights);
        int candidate = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                candidate = i; // stays the last possible one, should rounding leave a rest
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return candidate;
    }
}
