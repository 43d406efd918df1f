package charrnn.lstm;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The matrix products of one LSTM layer over one segment. They read and write the matrices of {@link Operands}, which do
 * not move; those that do are arguments.
 */
interface LstmProducts {
    /**
     * What the products of a layer of n inputs and H units have in common.
     *
     * @param z [T B, 4H]; in the backward pass dz
     * @param h [(T+1) B, H], h_(-1) first
     * @param weights W [n, 4H], dense in 'f' order
     * @param recurrentWeights R [H, 4H], dense in 'f' order
     * @param batch B
     * @param oneHot whether the inputs are symbols: then x W is no product, and z begins with h R
     */
    record Operands(
            Matrix z, Matrix h, INDArray weights, INDArray recurrentWeights, int batch, int time, boolean oneHot) {
        int inputs() {
            return (int) weights.size(0);
        }

        int hidden() {
            return (int) recurrentWeights.size(0);
        }

        /** The rows of h that come before those of z. */
        INDArray hBefore() {
            return h.rows(0, time * batch);
        }
    }

    /**
     * By {@link OneDnn} where it is there and the numbers are single, otherwise by ND4J.
     *
     * @param factors what factors are rounded to: the precision's own type, or BFLOAT16
     */
    static LstmProducts of(Precision<?> precision, Operands operands, int shares, DataType factors) {
        return precision.dataType() == DataType.FLOAT && OneDnn.isThere()
                ? new DnnProducts(operands, factors)
                : new Nd4jProducts<>(precision, operands, shares);
    }

    /** Before a forward pass: the weights may have changed. */
    void beforeForward();

    /** Before the backward pass that follows it. */
    void beforeBackward();

    /**
     * z = x W.
     *
     * @param x [T B, n], dense in 'c' order
     */
    void inputs(INDArray x);

    /**
     * The products of some streams, step by step; the thread that makes them has the number of native threads that will
     * run them.
     *
     * @param fromNext receives dz_t Rᵀ, [count, H]
     */
    Steps steps(int first, int count, INDArray fromNext);

    /** See {@link #steps}. */
    interface Steps {
        /** z_t = h_(t-1) R, or {@code +=} where the inputs are not symbols. */
        void forward(int t);

        /** dz_t Rᵀ, from the last time step to the second. */
        void backward(int t);
    }

    /**
     * dR = hᵀ dz, when dz is whole.
     *
     * @param gradient [H, 4H], dense in 'f' order
     */
    void recurrentGradient(INDArray gradient);

    /**
     * dW = xᵀ dz, after that.
     *
     * @param x as it was for {@link #inputs}
     * @param gradient [n, 4H], dense in 'f' order
     */
    void weightGradient(INDArray x, INDArray gradient);

    /**
     * dx = dz Wᵀ, likewise.
     *
     * @param gradient [T B, n], dense in 'c' order
     */
    void inputGradient(INDArray gradient);
}
