package charrnn.lstm;

/** From logits to natural logarithms of probabilities. */
final class LogSoftmax {
    private LogSoftmax() {}

    /** In place: {@code logit - log Σ exp(logit)}, the largest taken out first so that nothing overflows. */
    static void inPlace(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += FastExp.exp(logit - max);
        }
        float logSum = (float) (max + Math.log(sum));
        for (int i = 0; i < logits.length; i++) {
            logits[i] -= logSum;
        }
    }
}
