package charrnn.lstm;

/** Single precision, with an exponential of its own; a loss is summed and its logarithm taken in double. */
final class FloatSoftmaxLoss implements SoftmaxLoss<float[]> {
    @Override
    public void probabilities(float[] logits, float[] bias, int size) {
        float max = addBias(logits, bias, size);
        scale(logits, size, (float) (1 / exponentiate(logits, size, max)));
    }

    @Override
    public double gradient(float[] logits, float[] bias, int size, int target) {
        float max = addBias(logits, bias, size);
        double logit = logits[target] - max;
        double sum = exponentiate(logits, size, max);
        scale(logits, size, (float) (1 / sum));
        logits[target] -= 1;
        return Math.log(sum) - logit;
    }

    private static float addBias(float[] logits, float[] bias, int size) {
        Precision.SINGLE.add(bias, logits, size);
        float max = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < size; v++) {
            max = Math.max(max, logits[v]);
        }
        return max;
    }

    private static double exponentiate(float[] logits, int size, float max) {
        double sum = 0;
        for (int v = 0; v < size; v++) {
            logits[v] = FastExp.exp(logits[v] - max);
            sum += logits[v];
        }
        return sum;
    }

    private static void scale(float[] values, int size, float factor) {
        for (int v = 0; v < size; v++) {
            values[v] *= factor;
        }
    }
}
