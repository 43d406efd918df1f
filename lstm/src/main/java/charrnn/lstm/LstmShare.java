package charrnn.lstm;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Computes the products and gates of some streams of an {@link LstmPass} for all time steps, on one thread. */
final class LstmShare {
    /** Number of values of each gate copied between native memory and Java at a time; they fit into a core's cache. */
    private static final int BLOCK = 4096;

    private final LstmPass pass; // a share uses the rows of its streams only
    private final int batch;
    private final int hidden;
    private final int first; // the first stream
    private final int count; // number of streams
    private final int block; // number of streams computed at a time
    private final Matrix fromNext; // [count, H]: dz_(t+1) Rᵀ
    private final LstmProducts.Steps steps;
    private final float[] cellGradient; // [count, H]

    // Buffers for one block and one time step, [block, H] each.
    private final Gates gates; // a block of the matrix of the pass
    private final Gates y; // the part of the sums that no product computes: b, or the input rows of the symbols
    private final Gates biasGradient; // the sum of dz over time steps and blocks
    private final float[] c;
    private final float[] tanhC;
    private final float[] h; // in the backward pass dh
    private final float[] dhFromNext; // the part of dh that comes from the next step
    private final float[] dc;

    LstmShare(LstmPass pass, LstmProducts products, int first, int count) {
        this.pass = pass;
        this.batch = pass.batch;
        this.hidden = pass.hidden;
        this.first = first;
        this.count = count;
        block = Math.max(1, Math.min(count, BLOCK / hidden));
        fromNext = new Matrix(count, hidden);
        steps = products.steps(first, count, fromNext.array);
        cellGradient = new float[count * hidden];
        gates = new Gates(block, hidden, pass.coupled);
        y = new Gates(block, hidden, pass.coupled);
        biasGradient = new Gates(block, hidden, pass.coupled);
        c = new float[block * hidden];
        tanhC = new float[block * hidden];
        h = new float[block * hidden];
        dhFromNext = new float[block * hidden];
        dc = new float[block * hidden];
    }

    /**
     * Computes the forward pass.
     *
     * @param output receives h, [T B, H]
     * @param symbols [T B k]; null if z already contains x W
     */
    void forward(FloatBuffer output, int @Nullable [] symbols) {
        for (int b = 0; b < block; b++) {
            y.set(b, pass.inputRows, 0);
        }
        for (int t = 0; t < pass.time; t++) {
            steps.forward()[t].run();
            for (int b = 0; b < count; b += block) {
                forward(t * batch + first + b, Math.min(block, count - b), output, symbols);
            }
        }
    }

    private void forward(int row, int rows, FloatBuffer output, int @Nullable [] symbols) {
        int at = row * hidden;
        int after = at + batch * hidden;
        int size = rows * hidden;
        gates.read(pass.gates.memory, row, rows);
        if (symbols != null) {
            for (int r = 0; r < rows; r++) {
                y.setSum(r, pass.inputRows, symbols, (row + r) * pass.activeInputs, pass.activeInputs);
            }
        }
        System.arraycopy(pass.cells, at, c, 0, size);
        gates.forward(y, c, tanhC, h, size);
        System.arraycopy(c, 0, pass.cells, after, size);
        System.arraycopy(tanhC, 0, pass.tanhCells, at, size);
        gates.write(pass.gates.memory, row, rows);
        pass.h.memory.put(after, h, 0, size);
        output.put(at, h, 0, size);
    }

    /** Computes the backward pass from {@code epsilon}, the gradient with respect to h, [T B, H]. */
    void backward(FloatBuffer epsilon) {
        biasGradient.clear();
        Arrays.fill(cellGradient, 0);
        int last = pass.time - 1;
        for (int t = last; t >= 0; t--) {
            if (t < last) {
                steps.backward()[t + 1].run();
            }
            for (int b = 0; b < count; b += block) {
                backward(t * batch + first + b, b, Math.min(block, count - b), epsilon, t == last);
            }
        }
        steps.backward()[0].run();
    }

    private void backward(int row, int stream, int rows, FloatBuffer epsilon, boolean last) {
        int at = row * hidden;
        int size = rows * hidden;
        epsilon.get(at, h, 0, size);
        if (!last) {
            fromNext.memory.get(stream * hidden, dhFromNext, 0, size);
            FloatMath.add(dhFromNext, h, size);
        }
        gates.read(pass.gates.memory, row, rows);
        System.arraycopy(pass.cells, at, c, 0, size);
        System.arraycopy(pass.tanhCells, at, tanhC, 0, size);
        System.arraycopy(cellGradient, stream * hidden, dc, 0, size);
        gates.backward(c, tanhC, h, dc, size);
        System.arraycopy(dc, 0, cellGradient, stream * hidden, size);
        biasGradient.add(gates, size);
        gates.write(pass.gates.memory, row, rows);
    }

    /** Adds the sum of dz over all time steps and streams to {@code sum}, [GH]. */
    void addBiasGradient(float[] sum) {
        biasGradient.addRowsTo(sum, block);
    }
}
