package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.Buffer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The forward and the backward pass of one LSTM layer over one segment, with the buffers for one shape. What the
 * forward pass computes stays here for the backward pass. All matrices are time-major: row t·B + b is stream b at time
 * t. Weights are Deeplearning4j's own arrays, W [n, 4H] and R [H, 4H], read where they lie.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LstmPass<A> {
    private final Precision<A> precision;
    private final Gates<A> gates;
    private final int batch;
    private final int time;
    private final int inputs;
    private final int hidden;
    private final INDArray weights;
    private final INDArray recurrentWeights;

    // Native memory, the operands of products.
    private final Matrix x; // [T B, n], and then its gradient
    private final Matrix z; // [T B, 4H], and then its gradient
    private final Matrix h; // [(T+1) B, H], h_(-1) first
    private final Matrix dh; // [B, H]
    private final MatMul inputProjection;
    private final MatMul[] recurrentProjection;
    private final MatMul[] recurrentBackward;

    // Java memory, where the gates work.
    private final A activations; // [T B, 4H]
    private final A cells; // [(T+1) B, H], c_(-1) first
    private final A tanhCells; // [T B, H]
    private final A bias; // [4H]
    private final A biasGradient; // [4H]
    private final A cellGradient; // [B, H]
    private final A row; // [B, max(n, H)], one time step
    private final A column; // the same transposed

    LstmPass(Precision<A> precision, int batch, int time, INDArray weights, INDArray recurrentWeights) {
        this.precision = precision;
        this.gates = precision.gates();
        this.batch = batch;
        this.time = time;
        this.inputs = (int) weights.size(0);
        this.hidden = (int) recurrentWeights.size(0);
        this.weights = weights;
        this.recurrentWeights = recurrentWeights;
        x = new Matrix(time * batch, inputs);
        z = new Matrix(time * batch, 4 * hidden);
        h = new Matrix((time + 1) * batch, hidden);
        dh = new Matrix(batch, hidden);
        inputProjection = MatMul.into(z.array, x.array, weights);
        recurrentProjection = new MatMul[time];
        recurrentBackward = new MatMul[time];
        for (int t = 0; t < time; t++) {
            recurrentProjection[t] = MatMul.addingTo(z.step(t), h.step(t), recurrentWeights);
            recurrentBackward[t] = MatMul.into(dh.array, z.step(t), recurrentWeights.transpose());
        }
        activations = precision.array(time * batch * 4 * hidden);
        cells = precision.array((time + 1) * batch * hidden);
        tanhCells = precision.array(time * batch * hidden);
        bias = precision.array(4 * hidden);
        biasGradient = precision.array(4 * hidden);
        cellGradient = precision.array(batch * hidden);
        row = precision.array(batch * Math.max(inputs, hidden));
        column = precision.array(batch * Math.max(inputs, hidden));
    }

    /** Whether these buffers fit a segment of this shape, computed with these very weight arrays. */
    boolean fits(int batch, int time, INDArray weights, INDArray recurrentWeights) {
        return this.batch == batch
                && this.time == time
                && this.weights == weights
                && this.recurrentWeights == recurrentWeights;
    }

    /**
     * z_t = x_t W + h_(t-1) R + b, and the gates.
     *
     * @param input [B, n, T], dense in 'f' order
     * @param bias [1, 4H], dense
     * @param lastHidden h_(-1), [B, H], dense in 'c' order
     * @param lastCells c_(-1), likewise
     * @param output receives h, [B, H, T], dense in 'f' order
     */
    void forward(INDArray input, INDArray bias, INDArray lastHidden, INDArray lastCells, INDArray output) {
        int step = batch * hidden;
        precision.read(precision.memory(bias), 0, this.bias, 0, 4 * hidden);
        precision.read(precision.memory(lastCells), 0, cells, 0, step);
        precision.read(precision.memory(lastHidden), 0, row, 0, step);
        precision.write(row, 0, h.memory, 0, step);
        toTimeMajor(precision.memory(input), x.memory);
        inputProjection.run();
        Buffer out = precision.memory(output);
        for (int t = 0; t < time; t++) {
            recurrentProjection[t].run();
            int zAt = t * 4 * step;
            precision.read(z.memory, zAt, activations, zAt, 4 * step);
            gates.forward(activations, zAt, this.bias, cells, t * step, tanhCells, t * step, row, batch, hidden);
            precision.write(row, 0, h.memory, (t + 1) * step, step);
            precision.transpose(row, 0, column, 0, batch, hidden);
            precision.write(column, 0, out, t * step, step);
        }
        // A buffer does not keep the memory behind it. Where these are copies of the moment, no one else does either.
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(lastHidden);
        Reference.reachabilityFence(lastCells);
    }

    /** Copies h after the last time step, [B, H] in 'c' order. */
    void lastHidden(INDArray into) {
        int step = batch * hidden;
        precision.read(h.memory, time * step, row, 0, step);
        precision.write(row, 0, precision.memory(into), 0, step);
    }

    /** Copies c after the last time step, [B, H] in 'c' order. */
    void lastCells(INDArray into) {
        precision.write(cells, time * batch * hidden, precision.memory(into), 0, batch * hidden);
    }

    /**
     * The gradients of a segment whose forward pass was the last thing done here, exact within the segment: the state
     * that came in counts as a constant.
     *
     * @param epsilon gradient with respect to h, [B, H, T], dense in 'f' order
     * @param weightGradient receives that of W, [n, 4H], dense in 'f' order
     * @param recurrentGradient receives that of R, [H, 4H], dense in 'f' order
     * @param biasGradient receives that of b, [1, 4H], dense
     * @param inputGradient receives that of x, [B, n, T], dense in 'f' order
     */
    void backward(
            INDArray epsilon,
            INDArray weightGradient,
            INDArray recurrentGradient,
            INDArray biasGradient,
            INDArray inputGradient) {
        int step = batch * hidden;
        precision.clear(this.biasGradient, 0, 4 * hidden);
        precision.clear(cellGradient, 0, step);
        Buffer eps = precision.memory(epsilon);
        for (int t = time - 1; t >= 0; t--) {
            precision.read(eps, t * step, column, 0, step);
            precision.transpose(column, 0, row, 0, hidden, batch);
            if (t < time - 1) {
                recurrentBackward[t + 1].run();
                precision.read(dh.memory, 0, column, 0, step);
                precision.add(column, row, step);
            }
            int zAt = t * 4 * step;
            gates.backward(
                    activations,
                    zAt,
                    cells,
                    t * step,
                    tanhCells,
                    t * step,
                    row,
                    cellGradient,
                    this.biasGradient,
                    batch,
                    hidden);
            precision.write(activations, zAt, z.memory, zAt, 4 * step);
        }
        INDArray dzTransposed = z.array.transpose();
        MatMul.into(weightGradient.transpose(), dzTransposed, x.array).run();
        MatMul.into(recurrentGradient.transpose(), dzTransposed, h.rows(0, time * batch))
                .run();
        precision.write(this.biasGradient, 0, precision.memory(biasGradient), 0, 4 * hidden);
        MatMul.into(x.array, z.array, weights.transpose()).run();
        fromTimeMajor(x.memory, precision.memory(inputGradient));
        Reference.reachabilityFence(epsilon); // as in the forward pass
    }

    private void toTimeMajor(Buffer from, Buffer to) {
        int step = batch * inputs;
        for (int t = 0; t < time; t++) {
            precision.read(from, t * step, column, 0, step);
            precision.transpose(column, 0, row, 0, inputs, batch);
            precision.write(row, 0, to, t * step, step);
        }
    }

    private void fromTimeMajor(Buffer from, Buffer to) {
        int step = batch * inputs;
        for (int t = 0; t < time; t++) {
            precision.read(from, t * step, row, 0, step);
            precision.transpose(row, 0, column, 0, batch, inputs);
            precision.write(column, 0, to, t * step, step);
        }
    }

    /** A dense matrix in 'c' order of our own, outside all workspaces, and its memory. */
    private final class Matrix {
        final INDArray array;
        final Buffer memory;

        Matrix(int rows, int columns) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                array = Nd4j.create(precision.dataType(), new long[] {rows, columns}, 'c');
            }
            memory = precision.memory(array);
        }

        INDArray rows(int from, int to) {
            return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        }

        INDArray step(int t) {
            return rows(t * batch, (t + 1) * batch);
        }
    }
}
