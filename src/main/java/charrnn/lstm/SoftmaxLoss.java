package charrnn.lstm;

/**
 * The softmax of a row of logits and its cross-entropy with a symbol that came.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface SoftmaxLoss<A> {
    /**
     * p = softmax(logits + bias), in place of the logits.
     *
     * @param logits [size]
     * @param bias [size]
     */
    void probabilities(A logits, A bias, int size);

    /**
     * p − e_target in place of the logits: the gradient of the loss with respect to them.
     *
     * @return the loss, −ln p_target, in nats
     */
    double gradient(A logits, A bias, int size, int target);
}
