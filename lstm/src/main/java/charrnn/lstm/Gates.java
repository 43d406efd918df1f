package charrnn.lstm;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The gates of several streams, [streams, H] each, with the elementwise operations of a time step. There are G = 4
 * gates, or G = 3 if the input gate is coupled to the forget gate, i = 1 - f. In native memory the gates stand side by
 * side in the rows of a [streams, GH] matrix; here each gate has an array of its own, because HotSpot vectorises a loop
 * over several arrays only if it reads all of them at the same index.
 *
 * <p>In a time step an object holds the sums before the activations, then the activations a, f, o, i, and in the backward
 * pass the gradient dz.
 */
final class Gates {
    final float[] candidate;
    final float[] forget;
    final float[] output;
    final float[] input; // empty if coupled

    private final boolean coupled;
    private final int hidden;
    private final float[][] inOrder; // [G], in Deeplearning4j's order
    private final float[] sum; // [GH], of rows
    private final float[] addend; // [GH]

    Gates(int streams, int hidden, boolean coupled) {
        this.coupled = coupled;
        this.hidden = hidden;
        candidate = new float[streams * hidden];
        forget = new float[streams * hidden];
        output = new float[streams * hidden];
        input = new float[coupled ? 0 : streams * hidden];
        sum = new float[count(coupled) * hidden];
        addend = new float[count(coupled) * hidden];
        inOrder = Arrays.copyOf(new float[][] {candidate, forget, output, input}, count(coupled));
    }

    /** The number of computed gates, G. */
    static int count(boolean coupled) {
        return coupled ? 3 : 4;
    }

    /** Reads {@code rows} rows of a [.., GH] matrix from row {@code first} on. */
    void read(FloatBuffer matrix, int first, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int gate = 0; gate < inOrder.length; gate++) {
                matrix.get((inOrder.length * (first + r) + gate) * hidden, inOrder[gate], r * hidden, hidden);
            }
        }
    }

    /** Writes {@code rows} rows of a [.., GH] matrix from row {@code first} on. */
    void write(FloatBuffer matrix, int first, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int gate = 0; gate < inOrder.length; gate++) {
                matrix.put((inOrder.length * (first + r) + gate) * hidden, inOrder[gate], r * hidden, hidden);
            }
        }
    }

    /** Sets row {@code row} of the gates to row {@code from} of a [.., GH] matrix. */
    void set(int row, float[] matrix, int from) {
        for (int gate = 0; gate < inOrder.length; gate++) {
            System.arraycopy(matrix, (inOrder.length * from + gate) * hidden, inOrder[gate], row * hidden, hidden);
        }
    }

    /**
     * Sets row {@code row} of the gates to the sum of rows of a [.., GH] matrix.
     *
     * @param rows has the numbers of those rows, {@code count} of them from index {@code first} on, at least 1
     */
    void setSum(int row, float[] matrix, int[] rows, int first, int count) {
        if (count == 1) {
            set(row, matrix, rows[first]);
            return;
        }
        // Copied to the beginning of an array, where they are added several times as fast.
        int size = sum.length;
        System.arraycopy(matrix, rows[first] * size, sum, 0, size);
        for (int i = first + 1; i < first + count; i++) {
            System.arraycopy(matrix, rows[i] * size, addend, 0, size);
            FloatMath.add(addend, sum, size);
        }
        set(row, sum, 0);
    }

    /** Adds the first {@code count} numbers of each of the other's gates. */
    void add(Gates other, int count) {
        for (int gate = 0; gate < inOrder.length; gate++) {
            FloatMath.add(other.inOrder[gate], inOrder[gate], count);
        }
    }

    /** Adds each of the first {@code rows} rows to {@code total}, [GH]. */
    void addRowsTo(float[] total, int rows) {
        for (int gate = 0; gate < inOrder.length; gate++) {
            for (int r = 0; r < rows; r++) {
                FloatMath.add(inOrder[gate], r * hidden, total, gate * hidden, hidden);
            }
        }
    }

    /** Sets all gates to zero. */
    void clear() {
        for (float[] gate : inOrder) {
            Arrays.fill(gate, 0);
        }
    }

    /**
     * Computes a time step forward.
     *
     * <pre>
     * a, f, o, i = tanh(z0 + y0), σ(z1 + y1), σ(z2 + y2), σ(z3 + y3)      replaces z, in this object
     * c_t = f c_(t-1) + i a                                               replaces c_(t-1)
     * h_t = o tanh(c_t)
     * </pre>
     *
     * <p>Coupled gates have i = 1 - f, and no z3 and y3.
     *
     * @param y the part of the sums that is not in z: z + y = x W + h_(t-1) R + b
     * @param c cells
     * @param tanhC receives tanh(c_t)
     * @param h receives h_t
     * @param count streams times H
     */
    void forward(Gates y, float[] c, float[] tanhC, float[] h, int count) {
        tanhOfSum(candidate, y.candidate, count);
        sigmoidOfSum(forget, y.forget, count);
        sigmoidOfSum(output, y.output, count);
        if (coupled) {
            coupledCells(candidate, forget, c, count);
        } else {
            sigmoidOfSum(input, y.input, count);
            cells(candidate, forget, input, c, count);
        }
        outputs(output, c, tanhC, h, count);
    }

    private static void tanhOfSum(float[] z, float[] y, int count) {
        for (int k = 0; k < count; k++) {
            z[k] = FloatMath.tanh(z[k] + y[k]);
        }
    }

    private static void sigmoidOfSum(float[] z, float[] y, int count) {
        for (int k = 0; k < count; k++) {
            z[k] = FloatMath.sigmoid(z[k] + y[k]);
        }
    }

    private static void cells(float[] a, float[] f, float[] i, float[] c, int count) {
        for (int k = 0; k < count; k++) {
            c[k] = Math.fma(f[k], c[k], i[k] * a[k]);
        }
    }

    private static void coupledCells(float[] a, float[] f, float[] c, int count) {
        for (int k = 0; k < count; k++) {
            c[k] = Math.fma(f[k], c[k], (1 - f[k]) * a[k]);
        }
    }

    private static void outputs(float[] o, float[] c, float[] tanhC, float[] h, int count) {
        for (int k = 0; k < count; k++) {
            float t = FloatMath.tanh(c[k]);
            tanhC[k] = t;
            h[k] = o[k] * t;
        }
    }

    /**
     * Computes a time step backward and replaces the activations by dz.
     *
     * <pre>
     * dc  = dc + dh o (1 - tanh²(c_t))
     * dz2 = dh tanh(c_t) o (1 - o)
     * dz0 = dc i (1 - a²)     dz1 = dc c_(t-1) f (1 - f)     dz3 = dc a i (1 - i)
     * dc  = dc f                                             for the previous step
     * </pre>
     *
     * <p>Coupled gates have i = 1 - f and, as f determines both, dz1 = dc (c_(t-1) - a) f (1 - f).
     *
     * @param cBefore c_(t-1)
     * @param tanhC tanh(c_t)
     * @param dh gradient with respect to h_t, including that from the next step
     * @param dc gradient with respect to c_t from the next step; becomes that with respect to c_(t-1)
     * @param count streams times H
     */
    void backward(float[] cBefore, float[] tanhC, float[] dh, float[] dc, int count) {
        outputBackward(output, tanhC, dh, dc, count);
        if (coupled) {
            coupledBackward(candidate, forget, cBefore, dc, count);
        } else {
            inputBackward(candidate, input, dc, count);
            forgetBackward(forget, cBefore, dc, count);
        }
    }

    private static void outputBackward(float[] z, float[] tanhC, float[] dh, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float o = z[k];
            float t = tanhC[k];
            float d = dh[k];
            dc[k] += d * o * (1 - t * t);
            z[k] = d * t * o * (1 - o);
        }
    }

    private static void inputBackward(float[] candidate, float[] input, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float a = candidate[k];
            float i = input[k];
            float d = dc[k];
            candidate[k] = d * i * (1 - a * a);
            input[k] = d * a * i * (1 - i);
        }
    }

    private static void forgetBackward(float[] z, float[] cBefore, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float f = z[k];
            float d = dc[k];
            z[k] = d * cBefore[k] * f * (1 - f);
            dc[k] = d * f;
        }
    }

    private static void coupledBackward(float[] candidate, float[] forget, float[] cBefore, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float a = candidate[k];
            float f = forget[k];
            float i = 1 - f;
            float d = dc[k];
            candidate[k] = d * i * (1 - a * a);
            forget[k] = d * (cBefore[k] - a) * f * i;
            dc[k] = d * f;
        }
    }
}
