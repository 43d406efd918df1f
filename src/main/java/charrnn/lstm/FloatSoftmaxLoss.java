package charrnn.lstm;

/** Single precision, with an exponential of its own; a loss is summed and its logarithm taken in double. */
final class FloatSoftmaxLoss implements SoftmaxLoss<float[]> {
    @Override
    public void probabilities(float[] logits, int at, float[] bias, int size) {
        float max = addBias(logits, at, bias, size);
        scale(logits, at, size, (float) (1 / exponentiate(logits, at, size, max)));
    }

    @Override
    public double gradient(float[] logits, int at, float[] bias, int size, int target) {
        float max = addBias(logits, at, bias, size);
        double logit = logits[at + target] - max;
        double sum = exponentiate(logits, at, size, max);
        scale(logits, at, size, (float) (1 / sum));
        logits[at + target] -= 1;
        return Math.log(sum) - logit;
    }

    private static float addBias(float[] logits, int at, float[] bias, int size) {
        float max = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < size; v++) {
            float logit = logits[at + v] + bias[v];
            logits[at + v] = logit;
            max = Math.max(max, logit);
        }
        return max;
    }

    private static double exponentiate(float[] logits, int at, int size, float max) {
        double sum = 0;
        for (int v = at; v < at + size; v++) {
            logits[v] = FastExp.exp(logits[v] - max);
            sum += logits[v];
        }
        return sum;
    }

    private static void scale(float[] values, int at, int size, float factor) {
        for (int v = at; v < at + size; v++) {
            values[v] *= factor;
        }
    }
}
