package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The forward and the backward pass of one LSTM layer over one segment, with the buffers for one shape. What the
 * forward pass computes stays here for the backward pass. All matrices are time-major: row t·B + b is stream b at time
 * t. Weights are Deeplearning4j's own arrays, W [n, 4H] and R [H, 4H], dense in 'f' order, read where they lie.
 *
 * <p>Large products over all time steps use all native threads. Between them the streams are divided into {@link
 * Partition}, and each share goes through the time steps by itself.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LstmPass<A> {
    /** Numbers of each gate that go from native memory to Java and back at a time: they stay in a core's cache. */
    private static final int BLOCK = 4096;

    private final Precision<A> precision;
    private final Gates<A> gates;
    private final int batch;
    private final int time;
    private final int inputs;
    private final int hidden;
    private final INDArray weights;
    private final INDArray recurrentWeights;
    private final boolean oneHot;

    // Native memory, the operands of products.
    private final Matrix z; // [T B, 4H]: x W, then x W + h R, then the gates' activations, in the end dz
    private final Matrix h; // [(T+1) B, H], h_(-1) first
    private final LstmProducts products;
    private final Matrix symbolGradient; // of symbols: dW in 'c' order, [n, 4H]
    private final Transposition<A> toWeights;

    // Java memory, where the gates work.
    private final A cells; // [(T+1) B, H], c_(-1) first
    private final A tanhCells; // [T B, H]
    private final A inputRows; // what x W + b needs besides the product: b, [1, 4H], or of symbols W + b, [n, 4H]
    private final A columns; // of symbols: W as it lies in memory, [4H, n]
    private final Share[] shares;

    private Input input = new Input(null, null);

    /**
     * What a layer reads.
     *
     * @param matrix [T B, n]; null where symbols are given
     * @param symbols [T B], of one-hot rows; null where a matrix is given
     */
    record Input(@Nullable INDArray matrix, int @Nullable [] symbols) {}

    /** @param factors what products round their factors to: BFLOAT16, or the precision's own type */
    LstmPass(
            Precision<A> precision,
            int batch,
            int time,
            INDArray weights,
            INDArray recurrentWeights,
            boolean oneHot,
            int shareCount,
            DataType factors) {
        this.precision = precision;
        this.gates = precision.gates();
        this.batch = batch;
        this.time = time;
        this.inputs = (int) weights.size(0);
        this.hidden = (int) recurrentWeights.size(0);
        this.weights = weights;
        this.recurrentWeights = recurrentWeights;
        this.oneHot = oneHot;
        z = new Matrix(precision, time * batch, 4 * hidden);
        h = new Matrix(precision, (time + 1) * batch, hidden);
        products = LstmProducts.of(
                precision,
                new LstmProducts.Operands(z, h, weights, recurrentWeights, batch, time, oneHot),
                shareCount,
                factors);
        symbolGradient = new Matrix(precision, oneHot ? inputs : 1, 4 * hidden);
        toWeights = new Transposition<>(precision, oneHot ? inputs : 1, 4 * hidden, shareCount);
        cells = precision.array((time + 1) * batch * hidden);
        tanhCells = precision.array(time * batch * hidden);
        inputRows = precision.array((oneHot ? inputs : 1) * 4 * hidden);
        columns = precision.array(oneHot ? 4 * hidden * inputs : 0);
        shares = shares(shareCount);
    }

    @SuppressWarnings("unchecked") // an array of an inner class of a generic one
    private Share[] shares(int count) {
        Share[] all = (Share[]) new LstmPass<?>.Share[count];
        for (int s = 0; s < count; s++) {
            int first = Partition.start(batch, s, count);
            int streams = Partition.start(batch, s + 1, count) - first;
            all[s] = Partition.withThreadsOfOne(count, () -> new Share(first, streams));
        }
        return all;
    }

    /** Whether these buffers fit a segment of this shape, computed with these very weight arrays. */
    boolean fits(int batch, int time, INDArray weights, INDArray recurrentWeights, boolean oneHot) {
        return this.batch == batch
                && this.time == time
                && this.weights == weights
                && this.recurrentWeights == recurrentWeights
                && this.oneHot == oneHot;
    }

    /**
     * z_t = x_t W + h_(t-1) R + b, and the gates.
     *
     * @param input symbols if this pass is for one-hot input, otherwise a matrix
     * @param bias [1, 4H], dense
     * @param lastHidden h_(-1), [B, H]
     * @param lastCells c_(-1), [B, H], dense in 'c' order
     * @param output receives h, [T B, H], dense in 'c' order
     */
    void forward(Input input, INDArray bias, INDArray lastHidden, INDArray lastCells, INDArray output) {
        this.input = input;
        h.rows(0, batch).assign(lastHidden);
        precision.read(precision.memory(lastCells), 0, cells, 0, batch * hidden);
        products.beforeForward();
        precision.read(precision.memory(bias), 0, inputRows, 0, 4 * hidden);
        if (input.matrix() != null) {
            products.inputs(input.matrix());
        } else {
            addWeightsToBias();
        }
        Buffer out = precision.memory(output);
        Partition.run(shares.length, s -> shares[s].forward(out, input.symbols()));
        fence(bias, lastCells, output);
    }

    /** The row of symbol v becomes W_v + b. */
    private void addWeightsToBias() {
        int size = 4 * hidden;
        A bias = precision.array(size);
        precision.add(inputRows, 0, bias, 0, size);
        precision.read(precision.memory(weights), 0, columns, 0, size * inputs);
        precision.transpose(columns, 0, inputRows, 0, size, inputs);
        for (int v = 0; v < inputs; v++) {
            precision.add(bias, 0, inputRows, v * size, size);
        }
    }

    /** Copies h after the last time step, [B, H]. */
    void lastHidden(INDArray into) {
        into.assign(h.rows(time * batch, (time + 1) * batch));
    }

    /** Copies c after the last time step, [B, H] in 'c' order. */
    void lastCells(INDArray into) {
        precision.write(cells, time * batch * hidden, precision.memory(into), 0, batch * hidden);
        fence(into);
    }

    /**
     * The gradients of a segment whose forward pass was the last thing done here, exact within the segment: the state
     * that came in counts as a constant.
     *
     * @param epsilon gradient with respect to h, [T B, H], dense in 'c' order
     * @param weightGradient receives that of W, [n, 4H], dense in 'f' order
     * @param recurrentGradient receives that of R, [H, 4H], dense in 'f' order
     * @param biasGradient receives that of b, [1, 4H], dense
     * @param inputGradient receives that of x, [T B, n], dense in 'c' order; null if nobody wants it
     */
    void backward(
            INDArray epsilon,
            INDArray weightGradient,
            INDArray recurrentGradient,
            INDArray biasGradient,
            @Nullable INDArray inputGradient) {
        Buffer eps = precision.memory(epsilon);
        products.beforeBackward();
        Partition.run(shares.length, s -> shares[s].backward(eps));
        products.recurrentGradient(recurrentGradient);
        if (input.matrix() != null) {
            products.weightGradient(input.matrix(), weightGradient);
        } else if (input.symbols() != null) {
            sumBySymbol(input.symbols());
            toWeights.run(symbolGradient.memory, precision.memory(weightGradient));
        }
        A biasSum = precision.array(4 * hidden);
        for (Share share : shares) {
            share.addBiasGradient(biasSum);
        }
        precision.write(biasSum, 0, precision.memory(biasGradient), 0, 4 * hidden);
        if (inputGradient != null) {
            products.inputGradient(inputGradient);
        }
        fence(epsilon, weightGradient, recurrentGradient, biasGradient);
    }

    /** A buffer does not keep the array alive whose memory it is: until here the arrays must live. */
    private static void fence(INDArray... arrays) {
        for (INDArray array : arrays) {
            Reference.reachabilityFence(array);
        }
    }

    /** dW_v is the sum of dz where v was read. Each share sums some of the 4H columns. */
    private void sumBySymbol(int[] symbols) {
        int size = 4 * hidden;
        Partition.run(shares.length, s -> {
            int from = Partition.start(size, s, shares.length);
            int count = Partition.start(size, s + 1, shares.length) - from;
            A dz = precision.array(count);
            List<A> sums = new ArrayList<>(); // [count] a symbol
            for (int v = 0; v < inputs; v++) {
                sums.add(precision.array(count));
            }
            for (int row = 0; row < symbols.length; row++) {
                precision.read(z.memory, row * size + from, dz, 0, count);
                precision.add(dz, sums.get(symbols[row]), count);
            }
            for (int v = 0; v < inputs; v++) {
                precision.write(sums.get(v), 0, symbolGradient.memory, v * size + from, count);
            }
        });
    }

    /** The time steps of some streams. */
    private final class Share {
        private final int first; // stream
        private final int count; // of streams
        private final int block; // streams at a time
        private final Matrix fromNext; // [count, H]: dz_(t+1) Rᵀ
        private final LstmProducts.Steps steps;
        private final A cellGradient; // [count, H]

        // Of one block and one time step, [block, H] each.
        private final GateRows<A> z;
        private final GateRows<A> y; // what is added to z: the bias, or the rows of the symbols
        private final GateRows<A> biasGradient; // not yet summed over the streams
        private final A c;
        private final A tanhC;
        private final A h; // then dh
        private final A next; // dh from the step after
        private final A dc;

        Share(int first, int count) {
            this.first = first;
            this.count = count;
            block = Math.max(1, Math.min(count, BLOCK / hidden));
            fromNext = new Matrix(precision, count, hidden);
            steps = products.steps(first, count, fromNext.array);
            cellGradient = precision.array(count * hidden);
            z = new GateRows<>(precision, block, hidden);
            y = new GateRows<>(precision, block, hidden);
            biasGradient = new GateRows<>(precision, block, hidden);
            c = precision.array(block * hidden);
            tanhC = precision.array(block * hidden);
            h = precision.array(block * hidden);
            next = precision.array(block * hidden);
            dc = precision.array(block * hidden);
        }

        void forward(Buffer output, int @Nullable [] symbols) {
            for (int b = 0; b < block; b++) {
                y.set(b, inputRows, 0);
            }
            for (int t = 0; t < time; t++) {
                steps.forward(t);
                for (int b = 0; b < count; b += block) {
                    forward(t * batch + first + b, Math.min(block, count - b), output, symbols);
                }
            }
        }

        private void forward(int row, int rows, Buffer output, int @Nullable [] symbols) {
            int at = row * hidden;
            int after = at + batch * hidden;
            int size = rows * hidden;
            z.read(LstmPass.this.z.memory, row, rows);
            if (symbols != null) {
                for (int r = 0; r < rows; r++) {
                    y.set(r, inputRows, symbols[row + r]);
                }
            }
            System.arraycopy(cells, at, c, 0, size);
            gates.forward(z, y, c, tanhC, h, size);
            System.arraycopy(c, 0, cells, after, size);
            System.arraycopy(tanhC, 0, tanhCells, at, size);
            z.write(LstmPass.this.z.memory, row, rows);
            precision.write(h, 0, LstmPass.this.h.memory, after, size);
            precision.write(h, 0, output, at, size);
        }

        void backward(Buffer epsilon) {
            biasGradient.clear(block);
            precision.clear(cellGradient, 0, count * hidden);
            for (int t = time - 1; t >= 0; t--) {
                boolean last = t == time - 1;
                if (!last) {
                    steps.backward(t + 1);
                }
                for (int b = 0; b < count; b += block) {
                    backward(t * batch + first + b, b, Math.min(block, count - b), epsilon, last);
                }
            }
        }

        private void backward(int row, int stream, int rows, Buffer epsilon, boolean last) {
            int at = row * hidden;
            int size = rows * hidden;
            precision.read(epsilon, at, h, 0, size);
            if (!last) {
                precision.read(fromNext.memory, stream * hidden, next, 0, size);
                precision.add(next, h, size);
            }
            z.read(LstmPass.this.z.memory, row, rows);
            System.arraycopy(cells, at, c, 0, size);
            System.arraycopy(tanhCells, at, tanhC, 0, size);
            System.arraycopy(cellGradient, stream * hidden, dc, 0, size);
            gates.backward(z, c, tanhC, h, dc, size);
            System.arraycopy(dc, 0, cellGradient, stream * hidden, size);
            biasGradient.add(z, size);
            z.write(LstmPass.this.z.memory, row, rows);
        }

        /** Adds dz of all time steps and streams, [4H]. */
        void addBiasGradient(A sum) {
            biasGradient.addRowsTo(sum, block);
        }
    }
}
