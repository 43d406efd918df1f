package charrnn.lstm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix that stays as it is, by which rows are multiplied, some at a time. A row comes out the same, bit for bit,
 * whatever the other rows are, however many there are, wherever it stands, and on however many threads.
 *
 * <p>That does not come by itself: a matrix multiplication takes some rows at a time and what is left over by other code,
 * which may sum in another order. oneDNN's AVX-512 code treats every number of rows alike; of its AVX2 code four or six
 * rows come out as 16 do, but one, two or eight do not. So each number is tried with the matrix itself, and where a number
 * would show, a product computes some rows more, which nobody reads. ND4J's product always has all rows, on one thread,
 * and one row alone is not its business but {@link RowMatrix}'s.
 */
final class StepFactor {
    private static final Precision<float[]> PRECISION = Precision.SINGLE;

    /** Fewer numbers than these are multiplied sooner than a second thread has begun. */
    private static final long NUMBERS_FOR_THREADS = 1 << 17;

    private final Matrix matrix; // [K, N]
    private final int most;
    private final int allThreads = Shares.nativeThreads();
    private final @Nullable PackedMatrix packed;
    private final @Nullable RowMatrix lines;
    /** For each number of threads: how many rows to compute where 0, 1, … are wanted. */
    private final Map<Integer, int[]> computedRows = new HashMap<>();

    /**
     * @param matrix [K, N]
     * @param most rows of a product
     */
    StepFactor(Matrix matrix, int most) {
        this.matrix = matrix;
        this.most = most;
        packed = OneDnn.isThere() ? new PackedMatrix(matrix.array, (int) matrix.array.size(0), DataType.FLOAT) : null;
        lines = packed == null && most == 1 ? RowMatrix.copyOf(matrix.array) : null;
        if (packed == null) {
            int[] all = new int[most + 1];
            Arrays.fill(all, most);
            computedRows.put(1, all);
        } else {
            new Trial(packed).run();
        }
    }

    /**
     * The products of a matrix's first rows with this one, for one thread at a time.
     *
     * @param out [most, N]
     * @param x [most, K]
     */
    Product of(Matrix out, Matrix x) {
        return new Product(out, x);
    }

    /** See {@link #of}. */
    final class Product {
        private final Matrix out;
        private final Matrix x;
        private final Map<Integer, @Nullable Runnable[]> products = new HashMap<>();

        private Product(Matrix out, Matrix x) {
            this.out = out;
            this.x = x;
        }

        /**
         * Computes the first rows of {@code out}, and may spoil the others.
         *
         * @param count of rows
         * @param alone whether all threads are free for it, not one
         */
        void run(int count, boolean alone) {
            boolean all = alone && matrix.array.length() >= NUMBERS_FOR_THREADS && computedRows.containsKey(allThreads);
            int threads = all ? allThreads : 1;
            exactly(Objects.requireNonNull(computedRows.get(threads))[count], threads)
                    .run();
        }

        private Runnable exactly(int rows, int threads) {
            @Nullable Runnable[] ofThreads = products.computeIfAbsent(threads, t -> new Runnable[most + 1]);
            Runnable product = ofThreads[rows];
            if (product == null) {
                product = Shares.withNativeThreads(threads, () -> make(rows));
                ofThreads[rows] = product;
            }
            return product;
        }

        private Runnable make(int rows) {
            if (lines != null) {
                return oneRow(lines);
            }
            INDArray to = out.rows(0, rows);
            INDArray from = x.rows(0, rows);
            if (packed == null) {
                return MatMul.into(to, from, matrix.array)::run;
            }
            DnnProduct product = new DnnProduct(OneDnn.layout(to), OneDnn.layout(from), packed.anyLayout(), false);
            return product.of(OneDnn.memory(to), OneDnn.memory(from), packed.in(product.layoutOfB()));
        }

        private Runnable oneRow(RowMatrix factor) {
            float[] vector = new float[(int) matrix.array.size(0)];
            float[] sum = new float[(int) matrix.array.size(1)];
            return () -> {
                PRECISION.read(x.memory, 0, vector, 0, vector.length);
                Arrays.fill(sum, 0);
                factor.addProduct(vector, sum);
                PRECISION.write(sum, 0, out.memory, 0, sum.length);
            };
        }
    }

    /** Finds out which numbers of rows give what most rows give on one thread: with some rows, equal in all places. */
    private final class Trial {
        private static final int INPUTS = 4;

        private final PackedMatrix packed;
        private final int width = (int) matrix.array.size(1);
        private final Matrix x = new Matrix(PRECISION, most, (int) matrix.array.size(0));
        private final Matrix out = new Matrix(PRECISION, most, width);
        private final Product product = of(out, x);
        private final int[] threads = IntStream.of(1, allThreads).distinct().toArray();
        private final boolean[][] differs = new boolean[threads.length][most + 1];

        Trial(PackedMatrix packed) {
            this.packed = packed;
        }

        void run() {
            for (int thread : threads) {
                for (int rows = 1; rows <= most; rows++) {
                    product.exactly(rows, thread);
                }
            }
            packed.update();
            Random random = new Random(1);
            for (int i = 0; i < INPUTS; i++) {
                compare(random.doubles(matrix.array.size(0), -1, 1).toArray());
            }
            for (int t = 0; t < threads.length; t++) {
                decide(threads[t], differs[t]);
            }
        }

        private void compare(double[] input) {
            float[] row = new float[input.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) input[i];
            }
            for (int r = 0; r < most; r++) {
                PRECISION.write(row, 0, x.memory, r * row.length, row.length);
            }
            product.exactly(most, 1).run();
            float[] expected = row(0);
            for (int t = 0; t < threads.length; t++) {
                for (int rows = 1; rows <= most; rows++) {
                    product.exactly(rows, threads[t]).run();
                    for (int r = 0; r < rows; r++) {
                        differs[t][rows] |= !Arrays.equals(row(r), expected);
                    }
                }
            }
        }

        private float[] row(int r) {
            float[] row = new float[width];
            PRECISION.read(out.memory, r * width, row, 0, width);
            return row;
        }

        private void decide(int threads, boolean[] differs) {
            int[] computed = new int[most + 1];
            int next = most;
            for (int count = most; count >= 0; count--) {
                next = differs[count] ? next : count;
                computed[count] = next;
            }
            if (threads == 1 || !differs[most]) {
                computedRows.put(threads, computed);
            }
        }
    }
}
