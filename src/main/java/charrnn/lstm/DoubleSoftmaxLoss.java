package charrnn.lstm;

/** Double precision, with the library's exp: for proofs by numeric gradients. */
final class DoubleSoftmaxLoss implements SoftmaxLoss<double[]> {
    @Override
    public void probabilities(double[] logits, int at, double[] bias, int size) {
        double sum = exponentiate(logits, at, bias, size);
        for (int v = at; v < at + size; v++) {
            logits[v] /= sum;
        }
    }

    @Override
    public double gradient(double[] logits, int at, double[] bias, int size, int target) {
        probabilities(logits, at, bias, size);
        double loss = -Math.log(logits[at + target]);
        logits[at + target] -= 1;
        return loss;
    }

    private static double exponentiate(double[] logits, int at, double[] bias, int size) {
        double max = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < size; v++) {
            logits[at + v] += bias[v];
            max = Math.max(max, logits[at + v]);
        }
        double sum = 0;
        for (int v = at; v < at + size; v++) {
            logits[v] = Math.exp(logits[v] - max);
            sum += logits[v];
        }
        return sum;
    }
}
