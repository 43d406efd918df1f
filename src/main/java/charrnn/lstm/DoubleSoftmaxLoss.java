package charrnn.lstm;

/** Double precision, with the library's exp: for proofs by numeric gradients. */
final class DoubleSoftmaxLoss implements SoftmaxLoss<double[]> {
    @Override
    public void probabilities(double[] logits, double[] bias, int size) {
        double max = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < size; v++) {
            logits[v] += bias[v];
            max = Math.max(max, logits[v]);
        }
        double sum = 0;
        for (int v = 0; v < size; v++) {
            logits[v] = Math.exp(logits[v] - max);
            sum += logits[v];
        }
        for (int v = 0; v < size; v++) {
            logits[v] /= sum;
        }
    }

    @Override
    public double gradient(double[] logits, double[] bias, int size, int target) {
        probabilities(logits, bias, size);
        double loss = -Math.log(logits[target]);
        logits[target] -= 1;
        return loss;
    }
}
