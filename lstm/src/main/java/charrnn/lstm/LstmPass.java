package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The forward and the backward pass of one LSTM layer over one segment, with the buffers for one shape. The buffers keep the
 * results of the forward pass for the backward pass. All matrices are time-major. Weights are Deeplearning4j's own arrays,
 * W [n, 4H] and R [H, 4H], dense in 'f' order, and are not copied.
 *
 * <p>G = 4 gates are computed, or G = 3 if the input gate is coupled to the forget gate. Then the last H columns of W, R and
 * b, which are the negated columns of the forget gate, are not read; the same columns of their gradients are written.
 *
 * <p>The matrix of the gates is overwritten in place:
 *
 * <pre>
 * forward    x W; for symbols nothing
 *            z = x W + h R; for symbols z = h R
 *            the activations a, f, o, i of z + y
 * backward   dz
 * </pre>
 *
 * <p>y is the rest of the sum x W + h R + b: b or, for symbols, the input rows of an input's symbols.
 */
final class LstmPass {
    final int batch; // B
    final int time; // T
    final int hidden; // H
    final boolean coupled;
    final int activeInputs; // number of symbols of an input, k; 0 for inputs of values

    // Native memory, the operands of products.
    final Matrix gates; // [T B, GH], see the class
    final Matrix h; // [(T+1) B, H], h_(-1) first

    // Java memory, where the gates work.
    final float[] cells; // [(T+1) B, H], c_(-1) first
    final float[] tanhCells; // [T B, H]
    final float[] inputRows; // b, [1, GH]; for symbols W + b / k, [n, GH], of which an input selects k rows
    private final float[] columns; // for symbols: W in its memory order, [GH, n]

    private final INDArray weights;
    private final INDArray recurrentWeights;
    private final int inputs; // n
    private final int size; // G H, the width of the matrix of the gates
    private final LstmProducts products;
    private final LstmShare[] shares;
    private @Nullable INDArray x; // of the last forward pass
    private int @Nullable [] symbols; // likewise

    /**
     * @param activeInputs number of symbols of an input; 0 for inputs of values
     * @param coupled whether the input gate is coupled to the forget gate
     * @param shareCount number of threads among which the streams are divided
     * @param factorType type to which products round their factors: FLOAT or BFLOAT16
     */
    LstmPass(
            int batch,
            int time,
            INDArray weights,
            INDArray recurrentWeights,
            int activeInputs,
            boolean coupled,
            int shareCount,
            DataType factorType) {
        this.batch = batch;
        this.time = time;
        this.inputs = (int) weights.size(0);
        this.hidden = (int) recurrentWeights.size(0);
        this.coupled = coupled;
        this.activeInputs = activeInputs;
        this.size = Gates.count(coupled) * hidden;
        this.weights = weights;
        this.recurrentWeights = recurrentWeights;
        gates = new Matrix(time * batch, size);
        h = new Matrix((time + 1) * batch, hidden);
        cells = new float[(time + 1) * batch * hidden];
        tanhCells = new float[time * batch * hidden];
        inputRows = new float[(activeInputs > 0 ? inputs : 1) * size];
        columns = new float[activeInputs > 0 ? size * inputs : 0];
        products = new LstmProducts(
                gates,
                h,
                computed(weights),
                computed(recurrentWeights),
                batch,
                activeInputs > 0,
                factorType,
                OneDnn.isAvailable());
        shares = new LstmShare[shareCount];
        int threads = Partition.threadsPerShare(shareCount);
        Arrays.setAll(shares, share -> {
            int first = Partition.start(batch, share, shareCount);
            int streams = Partition.start(batch, share + 1, shareCount) - first;
            return Partition.withNativeThreads(threads, () -> new LstmShare(this, products, first, streams));
        });
    }

    /** The columns of the computed gates, [n, GH], of weights or their gradient, [n, 4H]. */
    private INDArray computed(INDArray array) {
        return coupled ? Matrix.columns(array, 0, size) : array;
    }

    /** Whether these buffers fit a segment of this shape and kind, and these weight arrays. */
    boolean fits(int batch, int time, int activeInputs, INDArray weights, INDArray recurrentWeights) {
        return this.batch == batch
                && this.time == time
                && this.activeInputs == activeInputs
                && this.weights == weights
                && this.recurrentWeights == recurrentWeights;
    }

    /**
     * Computes z_t = x_t W + h_(t-1) R + b, and the gates.
     *
     * @param x [T B, n]; null for symbols
     * @param symbols [T B k], the active inputs of each time step; null for values
     * @param bias [1, 4H], dense
     * @param lastHidden h_(-1), [B, H]
     * @param lastCells c_(-1), [B, H], dense in 'c' order
     * @param output receives h, [T B, H], dense in 'c' order
     */
    void forward(
            @Nullable INDArray x,
            int @Nullable [] symbols,
            INDArray bias,
            INDArray lastHidden,
            INDArray lastCells,
            INDArray output) {
        this.x = x;
        this.symbols = symbols;
        h.rows(0, batch).assign(lastHidden);
        Matrix.memory(lastCells).get(0, cells, 0, batch * hidden);
        products.beforeForward();
        Matrix.memory(bias).get(0, inputRows, 0, size);
        if (x != null) {
            products.multiplyInputs(x);
        } else {
            addWeightsToBias();
        }
        FloatBuffer out = Matrix.memory(output);
        Partition.run(shares.length, s -> shares[s].forward(out, symbols));
        keepAlive(bias, lastCells, output);
    }

    /** Sets the input row of symbol v to W_v + b / k, so that the k rows of an input sum to x W + b. */
    private void addWeightsToBias() {
        float[] bias = Arrays.copyOf(inputRows, size);
        for (int i = 0; i < size; i++) {
            bias[i] /= activeInputs;
        }
        FloatBuffer memory = Matrix.memory(weights);
        Partition.run(shares.length, s -> {
            int from = Partition.start(size, s, shares.length);
            int end = Partition.start(size, s + 1, shares.length);
            memory.get(from * inputs, columns, from * inputs, (end - from) * inputs);
            FloatMath.transpose(columns, inputRows, size, inputs, from, end);
            for (int v = 0; v < inputs; v++) {
                FloatMath.add(bias, from, inputRows, v * size + from, end - from);
            }
        });
    }

    /** A copy of h after the last time step, [B, H]. */
    INDArray lastHidden() {
        return h.rows(time * batch, batch).dup('c');
    }

    /** A copy of c after the last time step, [B, H]. */
    INDArray lastCells() {
        Matrix last = new Matrix(batch, hidden);
        last.memory.put(0, cells, time * batch * hidden, batch * hidden);
        return last.array;
    }

    /**
     * Computes the gradients of the last forward pass. They are exact within the segment; the state that was carried
     * into it is a constant.
     *
     * @param epsilon gradient with respect to h, [T B, H], dense in 'c' order
     * @param weightGradient receives that of W, [n, 4H], dense in 'f' order
     * @param recurrentGradient receives that of R, [H, 4H], dense in 'f' order
     * @param biasGradient receives that of b, [1, 4H], dense
     * @param inputGradient receives that of x, [T B, n], dense in 'c' order; null where it is not needed
     */
    void backward(
            INDArray epsilon,
            INDArray weightGradient,
            INDArray recurrentGradient,
            INDArray biasGradient,
            @Nullable INDArray inputGradient) {
        FloatBuffer eps = Matrix.memory(epsilon);
        products.beforeBackward(inputGradient != null);
        Partition.run(shares.length, s -> shares[s].backward(eps));
        products.recurrentGradient(computed(recurrentGradient));
        if (x != null) {
            products.weightGradient(x, computed(weightGradient));
        } else if (symbols != null) {
            sumBySymbol(symbols, Matrix.memory(weightGradient));
        }
        float[] biasSum = new float[size];
        for (LstmShare share : shares) {
            share.addBiasGradient(biasSum);
        }
        Matrix.memory(biasGradient).put(0, biasSum);
        if (coupled) {
            setInputGates(weightGradient, recurrentGradient, biasGradient);
        }
        if (inputGradient != null) {
            products.inputGradient(inputGradient);
        }
        keepAlive(epsilon, weightGradient, recurrentGradient, biasGradient);
    }

    /** Sets the columns of the input gate, of weights or gradients of [n, 4H] each, to the negated ones of the forget gate. */
    static void setInputGates(INDArray... arrays) {
        for (INDArray array : arrays) {
            long hidden = array.size(-1) / 4;
            INDArray forget = Matrix.columns(array, hidden, hidden);
            Nd4j.getExecutioner().exec(new Negative(forget, Matrix.columns(array, 3 * hidden, hidden)));
        }
    }

    /** Keeps arrays alive up to this call; a buffer of their memory does not. */
    private static void keepAlive(INDArray... arrays) {
        for (INDArray array : arrays) {
            Reference.reachabilityFence(array);
        }
    }

    /**
     * Sets row v of dW to the sum of dz over the occurrences of v. Each share sums some columns, contiguous in 'f'
     * order.
     */
    private void sumBySymbol(int[] symbols, FloatBuffer weightGradient) {
        Partition.run(shares.length, s -> {
            int from = Partition.start(size, s, shares.length);
            int count = Partition.start(size, s + 1, shares.length) - from;
            float[] dz = new float[count];
            float[][] sums = new float[inputs][count];
            for (int row = 0; row < time * batch; row++) {
                gates.memory.get(row * size + from, dz, 0, count);
                for (int k = row * activeInputs; k < (row + 1) * activeInputs; k++) {
                    FloatMath.add(dz, sums[symbols[k]], count);
                }
            }
            float[] transposed = new float[count * inputs];
            for (int k = 0; k < count; k++) {
                for (int v = 0; v < inputs; v++) {
                    transposed[k * inputs + v] = sums[v][k];
                }
            }
            weightGradient.put(from * inputs, transposed);
        });
    }
}
