package charrnn.lstm;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The matrix products of one LSTM layer over one segment, in float32 or, by oneDNN, with factors rounded to bfloat16;
 * sums, and all that is not a factor of a product, are float32 either way. W and R are packed once in a pass, not at each
 * product.
 *
 * <p>The gradients of weights are computed transposed, [4H, n]: in 'c' order that is Deeplearning4j's 'f' order.
 */
final class LstmProducts {
    /** Rows at such a distance, in bytes, have the same places in a core's first cache and evict each other. */
    private static final int COLLISION = 4096;

    /** Zeros after each row of dz where rows would collide; a product with as many zero rows of Rᵀ is the same. */
    private static final int GAP = 16;

    private final Matrix z; // [T B, 4H]; in the backward pass dz
    private final Matrix h; // [(T+1) B, H], h_(-1) first
    private final int batch;
    private final boolean oneHot;
    private final DataType factors;
    private final boolean oneDnn;

    // The left factors: the operands themselves, or rounded copies with a gap.
    private final INDArray factorZ; // [T B, 4H], or wider
    private final INDArray factorH; // [T B, H]
    private @Nullable INDArray roundedX; // [T B, n]

    private final PackedMatrix recurrent; // R
    private final PackedMatrix recurrentTransposed; // Rᵀ
    private final PackedMatrix weights; // W
    private final PackedMatrix weightsTransposed; // Wᵀ
    private final MatrixProduct toZ;
    private final MatrixProduct toRecurrentGradient;
    private final MatrixProduct toWeightGradient;
    private final MatrixProduct toInputGradient;

    /**
     * @param z [T B, 4H], for the products and, in the backward pass, dz
     * @param h [(T+1) B, H], h_(-1) first
     * @param weights W [n, 4H], dense in 'f' order
     * @param recurrentWeights R [H, 4H], dense in 'f' order
     * @param batch B
     * @param oneHot whether the inputs are symbols: then x W is no product, and z begins with h R
     * @param factors FLOAT or, by oneDNN, BFLOAT16
     * @param oneDnn whether oneDNN multiplies, not ND4J
     */
    LstmProducts(
            Matrix z,
            Matrix h,
            INDArray weights,
            INDArray recurrentWeights,
            int batch,
            boolean oneHot,
            DataType factors,
            boolean oneDnn) {
        this.z = z;
        this.h = h;
        this.batch = batch;
        this.oneHot = oneHot;
        this.factors = factors;
        this.oneDnn = oneDnn;
        int gates = (int) z.array.size(1);
        int width = gates + (oneDnn && gates * factors.width() % COLLISION == 0 ? GAP : 0);
        factorZ = factor(z.array, width);
        factorH = factor(h.rows(0, (int) z.array.size(0)), gates / 4);
        recurrent = packed(recurrentWeights, gates / 4);
        recurrentTransposed = packed(recurrentWeights.transpose(), width);
        this.weights = packed(weights, (int) weights.size(0));
        weightsTransposed = packed(weights.transpose(), width);
        toZ = new MatrixProduct(oneDnn, false);
        toRecurrentGradient = new MatrixProduct(oneDnn, false);
        toWeightGradient = new MatrixProduct(oneDnn, false);
        toInputGradient = new MatrixProduct(oneDnn, false);
    }

    private INDArray factor(INDArray operand, int columns) {
        boolean asItIs = factors == DataType.FLOAT && columns == operand.size(1);
        return asItIs ? operand : Matrix.zeros(factors, operand.size(0), columns);
    }

    private PackedMatrix packed(INDArray matrix, int rows) {
        return oneDnn ? new PackedMatrix(matrix, rows, factors) : new PackedMatrix(matrix);
    }

    /** The columns of a factor that hold dz. */
    private INDArray withoutGap(INDArray factor) {
        return factor.get(NDArrayIndex.all(), NDArrayIndex.interval(0, z.array.size(1)));
    }

    /** To be called before a forward pass: the weights may have changed. */
    void beforeForward() {
        recurrent.update();
        if (!oneHot) {
            weights.update();
        }
    }

    /** To be called before the backward pass that follows it. */
    void beforeBackward() {
        recurrentTransposed.update();
        if (!oneHot) {
            weightsTransposed.update();
        }
    }

    /**
     * z = x W.
     *
     * @param x [T B, n], dense in 'c' order
     */
    void inputs(INDArray x) {
        if (factors != DataType.FLOAT) {
            if (roundedX == null) {
                roundedX = Matrix.zeros(factors, x.size(0), x.size(1));
            }
            OneDnn.copy(x, roundedX).run();
        }
        toZ.of(z.array, roundedX == null ? x : roundedX, weights).run();
    }

    /**
     * The products of each time step.
     *
     * @param forward z_t = h_(t-1) R, or {@code +=} where the inputs are not symbols
     * @param backward dz_t Rᵀ, to be run from the last time step to the second
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Steps(Runnable[] forward, Runnable[] backward) {}

    /**
     * Prepares the products of some streams, step by step, on as many native threads as the calling thread has.
     *
     * @param fromNext receives dz_t Rᵀ, [count, H]
     */
    Steps steps(int first, int count, INDArray fromNext) {
        MatrixProduct toZt = new MatrixProduct(oneDnn, !oneHot);
        MatrixProduct toPrevious = new MatrixProduct(oneDnn, false);
        int time = (int) z.array.size(0) / batch;
        Runnable[] forward = new Runnable[time];
        Runnable[] backward = new Runnable[time];
        for (int t = 0; t < time; t++) {
            int row = t * batch + first;
            INDArray zt = z.rows(row, count);
            INDArray left = Matrix.rows(factorH, row, count);
            INDArray dz = Matrix.rows(factorZ, row, count);
            forward[t] = toZt.of(zt, left, recurrent);
            backward[t] = toPrevious.of(fromNext, dz, recurrentTransposed);
            if (factors != DataType.FLOAT) {
                forward[t] = inTurn(OneDnn.copy(h.rows(row, count), left), forward[t]);
            }
            if (factorZ != z.array) {
                backward[t] = inTurn(OneDnn.copy(zt, withoutGap(dz)), backward[t]);
            }
        }
        return new Steps(forward, backward);
    }

    private static Runnable inTurn(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    /**
     * dR = hᵀ dz, after the backward steps.
     *
     * @param gradient [H, 4H], dense in 'f' order
     */
    void recurrentGradient(INDArray gradient) {
        if (factorZ != z.array) {
            // The first time step's dz, which no step has copied.
            OneDnn.copy(z.rows(0, batch), withoutGap(Matrix.rows(factorZ, 0, batch)))
                    .run();
        }
        gradient(toRecurrentGradient, factorH, gradient);
    }

    /**
     * dW = xᵀ dz, after {@link #recurrentGradient}.
     *
     * @param x as it was for {@link #inputs}
     * @param gradient [n, 4H], dense in 'f' order
     */
    void weightGradient(INDArray x, INDArray gradient) {
        gradient(toWeightGradient, roundedX == null ? x : roundedX, gradient);
    }

    private void gradient(MatrixProduct product, INDArray x, INDArray gradient) {
        INDArray dz = factors == DataType.FLOAT ? z.array : withoutGap(factorZ);
        product.of(gradient.transpose(), dz.transpose(), x).run();
    }

    /**
     * dx = dz Wᵀ, after {@link #recurrentGradient}.
     *
     * @param gradient [T B, n], dense in 'c' order
     */
    void inputGradient(INDArray gradient) {
        toInputGradient.of(gradient, factorZ, weightsTransposed).run();
    }
}
