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

    DataType dataType();

    Gates<A> gates();

    A array(int length);

    /** Zeros from {@code from} to {@code to}, exclusive. */
    void clear(A values, int from, int to);

    /** {@code to += from}, {@code count} numbers. */
    void add(A from, A to, int count);

    /** Transposes a [rows, columns] block. */
    void transpose(A from, int fromAt, A to, int toAt, int rows, int columns);

    /** The memory of a dense array as a buffer; it stays valid while the array does. */
    Buffer memory(INDArray dense);

    void read(Buffer memory, int at, A to, int toAt, int count);

    void write(A from, int fromAt, Buffer memory, int at, int count);

    /** {@code float[]}. */
    final class Single implements Precision<float[]> {
        /** Side of the tile that a transposition takes at a time, so that both sides stay in the first cache. */
        private static final int TILE = 16;

        private final Gates<float[]> gates = new FloatGates();

        @Override
        public DataType dataType() {
            return DataType.FLOAT;
        }

        @Override
        public Gates<float[]> gates() {
            return gates;
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

        @Override
        public DataType dataType() {
            return DataType.DOUBLE;
        }

        @Override
        public Gates<double[]> gates() {
            return gates;
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
