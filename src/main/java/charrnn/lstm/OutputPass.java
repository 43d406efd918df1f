package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.Buffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The softmax output layer over one segment, with the buffers for one shape: logits, loss and gradients. Row t·B + b is
 * stream b at time t. W [H, V] is Deeplearning4j's own array, dense in 'f' order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OutputPass<A> {
    private final Precision<A> precision;
    private final int rows;
    private final int size;
    private final INDArray weights;
    private final Matrix logits; // [T B, V], and then their gradient
    private final A bias; // [V]
    private final Share[] shares;

    OutputPass(Precision<A> precision, int rows, INDArray weights, int shareCount) {
        this.precision = precision;
        this.rows = rows;
        this.size = (int) weights.size(1);
        this.weights = weights;
        logits = new Matrix(precision, rows, size);
        bias = precision.array(size);
        shares = shares(shareCount);
    }

    @SuppressWarnings("unchecked") // an array of an inner class of a generic one
    private Share[] shares(int count) {
        Share[] all = (Share[]) new OutputPass<?>.Share[count];
        for (int s = 0; s < count; s++) {
            all[s] = new Share(Partition.start(rows, s, count), Partition.start(rows, s + 1, count));
        }
        return all;
    }

    boolean fits(int rows, INDArray weights) {
        return this.rows == rows && this.weights == weights;
    }

    /**
     * p = softmax(x W + b).
     *
     * @param x [T B, H], dense in 'c' order
     * @param bias [1, V], dense
     * @param probabilities receives p, [T B, V], dense in 'c' order
     */
    void probabilities(INDArray x, INDArray bias, INDArray probabilities) {
        multiply(x, bias);
        Buffer out = precision.memory(probabilities);
        Partition.run(shares.length, s -> shares[s].probabilities(out));
        Reference.reachabilityFence(probabilities); // a buffer does not keep it alive
    }

    /**
     * Sum of −ln p_target over all rows, in nats.
     *
     * @param targets symbols, [T B]
     */
    double loss(INDArray x, INDArray bias, int[] targets) {
        multiply(x, bias);
        Partition.run(shares.length, s -> shares[s].gradient(targets));
        double loss = 0;
        for (Share share : shares) {
            loss += share.loss;
        }
        return loss;
    }

    /**
     * The gradients of what {@link #loss} has just computed.
     *
     * @param x as there
     * @param weightGradient receives that of W, [H, V], dense in 'f' order
     * @param biasGradient receives that of b, [1, V], dense
     * @param inputGradient receives that of x, [T B, H], dense in 'c' order
     */
    void backward(INDArray x, INDArray weightGradient, INDArray biasGradient, INDArray inputGradient) {
        MatMul.multiply(weightGradient.transpose(), logits.array.transpose(), x);
        MatMul.multiply(inputGradient, logits.array, weights.transpose());
        for (int s = 1; s < shares.length; s++) {
            precision.add(shares[s].biasGradient, shares[0].biasGradient, size);
        }
        precision.write(shares[0].biasGradient, 0, precision.memory(biasGradient), 0, size);
    }

    private void multiply(INDArray x, INDArray bias) {
        MatMul.multiply(logits.array, x, weights);
        precision.read(precision.memory(bias), 0, this.bias, 0, size);
    }

    /** Some of the rows. */
    private final class Share {
        private final int from;
        private final int to;
        private final A logit = precision.array(size); // of one row
        private final A biasGradient = precision.array(size);
        private double loss;

        Share(int from, int to) {
            this.from = from;
            this.to = to;
        }

        void probabilities(Buffer out) {
            for (int row = from; row < to; row++) {
                precision.read(logits.memory, row * size, logit, 0, size);
                precision.softmax().probabilities(logit, bias, size);
                precision.write(logit, 0, out, row * size, size);
            }
        }

        void gradient(int[] targets) {
            loss = 0;
            precision.clear(biasGradient, 0, size);
            for (int row = from; row < to; row++) {
                precision.read(logits.memory, row * size, logit, 0, size);
                loss += precision.softmax().gradient(logit, bias, size, targets[row]);
                precision.add(logit, biasGradient, size);
                precision.write(logit, 0, logits.memory, row * size, size);
            }
        }
    }
}
