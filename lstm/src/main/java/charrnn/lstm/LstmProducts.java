package charrnn.lstm;

import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The matrix products of one LSTM layer over one segment, in float32 or, by oneDNN, with factors rounded to bfloat16. G is the
 * number of computed {@link Gates}.
 *
 * <p>The gradients of weights are computed transposed, [GH, n]: in 'c' order that is Deeplearning4j's 'f' order.
 */
final class LstmProducts {
    /**
     * Rows at multiples of this distance, in bytes, map to the same lines of the first-level cache and evict each
     * other.
     */
    private static final int COLLISION = 4096;

    /** Zeros appended to each row of dz, see {@link #gap}. Rᵀ gets as many rows of zeros, so the product is the same. */
    private static final int GAP = 16;

    /**
     * The inputs rounded to bfloat16. Preparing a copy takes longer than copying a small matrix, so it is done once.
     *
     * @param copy [T B, n]
     * @param source bound to the inputs of each segment
     * @param rounding copies the source
     */
    private record RoundedInputs(INDArray copy, memory source, Runnable rounding) {}

    private final Matrix z; // [T B, GH]; in the backward pass dz
    private final Matrix h; // [(T+1) B, H], h_(-1) first
    private final int batch;
    private final boolean inputsAreSymbols;
    private final DataType factorType;
    private final boolean oneDnn;

    // The left factors: the operands themselves, or copies that are rounded or have a gap.
    private final INDArray factorZ; // [T B, GH], or wider
    private final INDArray factorH; // [T B, H]
    private @Nullable RoundedInputs rounded;

    private final PackedMatrix recurrent; // R
    private final PackedMatrix recurrentTransposed; // Rᵀ
    private final PackedMatrix weights; // W
    private final PackedMatrix weightsTransposed; // Wᵀ
    private final LargeProduct toZ;
    private final LargeProduct toRecurrentGradient;
    private final LargeProduct toWeightGradient;
    private final LargeProduct toInputGradient;

    /**
     * @param z [T B, GH], receives the products; in the backward pass holds dz
     * @param h [(T+1) B, H], h_(-1) first
     * @param weights W [n, GH], dense in 'f' order
     * @param recurrentWeights R [H, GH], dense in 'f' order
     * @param batch B
     * @param inputsAreSymbols whether the inputs are symbols: then x W is not computed, and z = h R
     * @param factorType FLOAT or, by oneDNN, BFLOAT16
     * @param oneDnn whether oneDNN multiplies; otherwise ND4J
     */
    LstmProducts(
            Matrix z,
            Matrix h,
            INDArray weights,
            INDArray recurrentWeights,
            int batch,
            boolean inputsAreSymbols,
            DataType factorType,
            boolean oneDnn) {
        this.z = z;
        this.h = h;
        this.batch = batch;
        this.inputsAreSymbols = inputsAreSymbols;
        this.factorType = factorType;
        this.oneDnn = oneDnn;
        int hidden = (int) h.array.size(1);
        int gates = (int) z.array.size(1);
        int width = gates + (oneDnn ? gap(gates, factorType) : 0);
        factorZ = factor(z.array, width);
        factorH = factor(h.rows(0, (int) z.array.size(0)), hidden);
        recurrent = PackedMatrix.of(recurrentWeights, hidden, factorType, oneDnn);
        recurrentTransposed = PackedMatrix.of(recurrentWeights.transpose(), width, factorType, oneDnn);
        this.weights = PackedMatrix.of(weights, (int) weights.size(0), factorType, oneDnn);
        weightsTransposed = PackedMatrix.of(weights.transpose(), width, factorType, oneDnn);
        toZ = new LargeProduct(oneDnn);
        toRecurrentGradient = new LargeProduct(oneDnn);
        toWeightGradient = new LargeProduct(oneDnn);
        toInputGradient = new LargeProduct(oneDnn);
    }

    /** Number of zeros after each row of dz: where rows would collide, and in bfloat16, where dR and dW then take less time. */
    private static int gap(int gates, DataType factorType) {
        return factorType == DataType.BFLOAT16 || gates * factorType.width() % COLLISION == 0 ? GAP : 0;
    }

    private INDArray factor(INDArray operand, int columns) {
        boolean unchanged = factorType == DataType.FLOAT && columns == operand.size(1);
        return unchanged ? operand : Matrix.zeros(factorType, operand.size(0), columns);
    }

    /** The columns of a factor that hold dz. */
    private INDArray withoutGap(INDArray factor) {
        return factor.get(NDArrayIndex.all(), NDArrayIndex.interval(0, z.array.size(1)));
    }

    /** Packs the weights, which may have changed, before a forward pass. */
    void beforeForward() {
        recurrent.update();
        if (!inputsAreSymbols) {
            weights.update();
        }
    }

    /** Packs the transposed weights before a backward pass; Wᵀ only for {@link #inputGradient}. */
    void beforeBackward(boolean inputGradient) {
        recurrentTransposed.update();
        if (inputGradient) {
            weightsTransposed.update();
        }
    }

    /**
     * Computes z = x W.
     *
     * @param x [T B, n], dense in 'c' order
     */
    void multiplyInputs(INDArray x) {
        if (factorType != DataType.FLOAT) {
            if (rounded == null) {
                INDArray copy = Matrix.zeros(factorType, x.size(0), x.size(1));
                memory source = OneDnn.memory(x);
                rounded = new RoundedInputs(copy, source, OneDnn.copy(source, OneDnn.memory(copy)));
            }
            OneDnn.bind(rounded.source, x);
            rounded.rounding.run();
        }
        toZ.run(z.array, factorX(x), weights);
    }

    private INDArray factorX(INDArray x) {
        return rounded == null ? x : rounded.copy;
    }

    /**
     * The prepared products of each time step.
     *
     * @param forward z_t = h_(t-1) R, or {@code +=} if the inputs are not symbols
     * @param backward dz_t Rᵀ; run them from the last time step to the first, whose product is left out
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Steps(Runnable[] forward, Runnable[] backward) {}

    /**
     * Prepares the products of some streams for each time step, on as many native threads as the calling thread uses.
     *
     * @param fromNext receives dz_t Rᵀ, [count, H]
     */
    Steps steps(int first, int count, INDArray fromNext) {
        MatrixProduct toZt = new MatrixProduct(oneDnn, !inputsAreSymbols);
        MatrixProduct toPrevious = new MatrixProduct(oneDnn, false);
        int time = (int) z.array.size(0) / batch;
        Runnable[] forward = new Runnable[time];
        Runnable[] backward = new Runnable[time];
        for (int t = 0; t < time; t++) {
            int row = t * batch + first;
            INDArray zt = z.rows(row, count);
            INDArray left = Matrix.rows(factorH, row, count);
            INDArray dz = Matrix.rows(factorZ, row, count);
            forward[t] = toZt.prepare(zt, left, recurrent);
            backward[t] = t == 0 ? () -> {} : toPrevious.prepare(fromNext, dz, recurrentTransposed);
            if (factorType != DataType.FLOAT) {
                forward[t] = inSequence(OneDnn.copy(h.rows(row, count), left), forward[t]);
            }
            if (factorZ != z.array) {
                backward[t] = inSequence(OneDnn.copy(zt, withoutGap(dz)), backward[t]);
            }
        }
        return new Steps(forward, backward);
    }

    private static Runnable inSequence(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    /**
     * Computes dR = hᵀ dz, after the backward steps.
     *
     * @param gradient [H, GH], dense in 'f' order
     */
    void recurrentGradient(INDArray gradient) {
        gradient(toRecurrentGradient, factorH, gradient);
    }

    /**
     * Computes dW = xᵀ dz, after {@link #recurrentGradient}.
     *
     * @param x the same as for {@link #multiplyInputs}
     * @param gradient [n, GH], dense in 'f' order
     */
    void weightGradient(INDArray x, INDArray gradient) {
        gradient(toWeightGradient, factorX(x), gradient);
    }

    private void gradient(LargeProduct product, INDArray x, INDArray gradient) {
        INDArray dz = factorType == DataType.FLOAT ? z.array : withoutGap(factorZ);
        product.run(gradient.transpose(), dz.transpose(), x);
    }

    /**
     * Computes dx = dz Wᵀ, after {@link #recurrentGradient}.
     *
     * @param gradient [T B, n], dense in 'c' order
     */
    void inputGradient(INDArray gradient) {
        toInputGradient.run(gradient, factorZ, weightsTransposed);
    }
}
