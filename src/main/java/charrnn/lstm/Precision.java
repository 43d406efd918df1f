package charrnn.lstm;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Single or double precision: the Java arrays, their way to and from native memory, and the gates.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Precision<A> {
    Precision<float[]> SINGLE = new Single();
    Precision<double[]> DOUBLE = new Double();

    /** @throws IllegalArgumentException if it is neither of the two */
    static Precision<?> of(DataType type) {
        return switch (type) {
            case FLOAT -> SINGLE;
            case DOUBLE -> DOUBLE;
            default -> throw new IllegalArgumentException("charrnn computes with FLOAT or DOUBLE, not " + type);
        };
    }

    DataType dataType();

    Gates<A> gates();

    SoftmaxLoss<A> softmax();

    A array(int length);

    /** Zeros from {@code from} to {@code to}, exclusive. */
    void clear(A values, int from, int to);

    /** {@code to += from}, the first {@code count} numbers; several times quicker than where the places differ. */
    void add(A from, A to, int count);

    /** {@code to += from}, {@code count} numbers. */
    void add(A from, int fromAt, A to, int toAt, int count);

    /** Multiplies by {@code factor} where {@code keeps} has a one, and by zero where it has a zero. */
    void scale(A values, int[] keeps, double factor, int count);

    /** Transposes a [rows, columns] block. */
    void transpose(A from, int fromAt, A to, int toAt, int rows, int columns);

    /**
     * Whether each column of a [rows, columns] matrix holds a single one and zeros.
     *
     * @param places receives the row of each column's one, from {@code placesAt}
     */
    boolean unitColumns(A matrix, int rows, int columns, int[] places, int placesAt);

    /** The memory of a dense array as a buffer; it stays valid while the array does. */
    Buffer memory(INDArray dense);

    void read(Buffer memory, int at, A to, int toAt, int count);

    void write(A from, int fromAt, Buffer memory, int at, int count);

    /** {@code float[]}. */
    final class Single implements Precision<float[]> {
        /** Side of the tile that a transposition takes at a time, so that both sides stay in the first cache. */
        private static final int TILE = 16;

        private final Gates<float[]> gates = new FloatGates();
        private final SoftmaxLoss<float[]> softmax = new FloatSoftmaxLoss();

        @Override
        public DataType dataType() {
            return DataType.FLOAT;
        }

        @Override
        public Gates<float[]> gates() {
            return gates;
        }

        @Override
        public SoftmaxLoss<float[]> softmax() {
            return softmax;
        }

        @Override
        public float[] array(int length) {
            return new float[length];
        }

        @Override
        public void clear(float[] values, int from, int to) {
            Arrays.fill(values, from, to, 0);
        }

        @Override
        public void add(float[] from, float[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] += from[i];
            }
        }

        @Override
        public void add(float[] from, int fromAt, float[] to, int toAt, int count) {
            for (int i = 0; i < count; i++) {
                to[toAt + i] += from[fromAt + i];
            }
        }

        @Override
        public void scale(float[] values, int[] keeps, double factor, int count) {
            float rounded = (float) factor;
            for (int i = 0; i < count; i++) {
                values[i] *= keeps[i] * rounded;
            }
        }

        @Override
        public boolean unitColumns(float[] matrix, int rows, int columns, int[] places, int placesAt) {
            Arrays.fill(places, placesAt, placesAt + columns, -1);
            int ones = 0;
            for (int at = 0; at < rows * columns; at++) {
                if (matrix[at] != 0) {
                    int place = placesAt + at % columns;
                    if (matrix[at] != 1 || places[place] >= 0) {
                        return false;
                    }
                    places[place] = at / columns;
                    ones++;
                }
            }
            return ones == columns;
        }

        @Override
        public void transpose(float[] from, int fromAt, float[] to, int toAt, int rows, int columns) {
            for (int r0 = 0; r0 < rows; r0 += TILE) {
                int rEnd = Math.min(rows, r0 + TILE);
                for (int c0 = 0; c0 < columns; c0 += TILE) {
                    int cEnd = Math.min(columns, c0 + TILE);
                    for (int c = c0; c < cEnd; c++) {
                        for (int r = r0; r < rEnd; r++) {
                            to[toAt + c * rows + r] = from[fromAt + r * columns + c];
                        }
                    }
                }
            }
        }

        @Override
        public FloatBuffer memory(INDArray dense) {
            return new FloatPointer(dense.data().addressPointer())
                    .capacity(dense.length())
                    .asBuffer();
        }

        @Override
        public void read(Buffer memory, int at, float[] to, int toAt, int count) {
            ((FloatBuffer) memory).get(at, to, toAt, count);
        }

        @Override
        public void write(float[] from, int fromAt, Buffer memory, int at, int count) {
            ((FloatBuffer) memory).put(at, from, fromAt, count);
        }
    }

    /** {@code double[]}. */
    final class Double implements Precision<double[]> {
        private final Gates<double[]> gates = new DoubleGates();
        private final SoftmaxLoss<double[]> softmax = new DoubleSoftmaxLoss();

        @Override
        public DataType dataType() {
            return DataType.DOUBLE;
        }

        @Override
        public Gates<double[]> gates() {
            return gates;
        }

        @Override
        public SoftmaxLoss<double[]> softmax() {
            return softmax;
        }

        @Override
        public double[] array(int length) {
            return new double[length];
        }

        @Override
        public void clear(double[] values, int from, int to) {
            Arrays.fill(values, from, to, 0);
        }

        @Override
        public void add(double[] from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] += from[i];
            }
        }

        @Override
        public void add(double[] from, int fromAt, double[] to, int toAt, int count) {
            for (int i = 0; i < count; i++) {
                to[toAt + i] += from[fromAt + i];
            }
        }

        @Override
        public void scale(double[] values, int[] keeps, double factor, int count) {
            for (int i = 0; i < count; i++) {
                values[i] *= keeps[i] * factor;
            }
        }

        @Override
        public boolean unitColumns(double[] matrix, int rows, int columns, int[] places, int placesAt) {
            Arrays.fill(places, placesAt, placesAt + columns, -1);
            int ones = 0;
            for (int at = 0; at < rows * columns; at++) {
                if (matrix[at] != 0) {
                    int place = placesAt + at % columns;
                    if (matrix[at] != 1 || places[place] >= 0) {
                        return false;
                    }
                    places[place] = at / columns;
                    ones++;
                }
            }
            return ones == columns;
        }

        @Override
        public void transpose(double[] from, int fromAt, double[] to, int toAt, int rows, int columns) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[toAt + c * rows + r] = from[fromAt + r * columns + c];
                }
            }
        }

        @Override
        public DoubleBuffer memory(INDArray dense) {
            return new DoublePointer(dense.data().addressPointer())
                    .capacity(dense.length())
                    .asBuffer();
        }

        @Override
        public void read(Buffer memory, int at, double[] to, int toAt, int count) {
            ((DoubleBuffer) memory).get(at, to, toAt, count);
        }

        @Override
        public void write(double[] from, int fromAt, Buffer memory, int at, int count) {
            ((DoubleBuffer) memory).put(at, from, fromAt, count);
        }
    }
}
