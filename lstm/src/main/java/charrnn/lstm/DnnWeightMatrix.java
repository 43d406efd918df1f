package charrnn.lstm;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A {@link WeightMatrix} that multiplies by {@link OneDnn}. Where the number of rows would change the result, a product
 * computes more rows than are wanted; {@link BatchInvarianceProbe} finds how many.
 */
final class DnnWeightMatrix implements WeightMatrix {
    /** Minimum number of elements for several threads: a smaller product takes less time than their start. */
    private static final long ELEMENTS_FOR_THREADS = 1 << 17;

    private final PackedMatrix matrix;
    private final int[] threads; // [0] beside other work, [1] with all threads free
    private final int[][] computedRows; // for each element of threads, see BatchInvarianceProbe

    private DnnWeightMatrix(PackedMatrix matrix, int[] threads, int[][] computedRows) {
        this.matrix = matrix;
        this.threads = threads;
        this.computedRows = computedRows;
    }

    /** Packs a matrix; empty if the rows of oneDNN's products depend on the batch. */
    static Optional<WeightMatrix> of(Matrix matrix, int maxRows) {
        PackedMatrix packed = new PackedMatrix(matrix.array, (int) matrix.array.size(0), DataType.FLOAT);
        BatchInvarianceProbe probe = new BatchInvarianceProbe(packed, matrix, maxRows);
        int all = Partition.nativeThreads();
        Optional<int[]> onAll =
                all > 1 && matrix.array.length() >= ELEMENTS_FOR_THREADS ? probe.computedRows(all) : Optional.empty();
        int[] threads = {1, onAll.isPresent() ? all : 1};
        return probe.computedRows(1)
                .map(onOne -> new DnnWeightMatrix(packed, threads, new int[][] {onOne, onAll.orElse(onOne)}));
    }

    /**
     * Prepares the product of the first rows of {@code x} on a number of native threads. One thread at a time may run
     * it.
     */
    static Runnable product(PackedMatrix matrix, Matrix out, Matrix x, int rows, int threads) {
        Runnable product = Partition.withNativeThreads(
                threads, () -> new MatrixProduct(true, false).of(out.rows(0, rows), x.rows(0, rows), matrix));
        // oneDNN reads the number of threads when a product is made or when it runs, depending on the instructions.
        return () -> Partition.runWithNativeThreads(threads, product);
    }

    @Override
    public boolean isFastForOneRow() {
        return computedRows[0][1] == 1;
    }

    /** Prepares a product for a number of rows when that number first occurs. */
    @Override
    public Product product(Matrix out, Matrix x) {
        @Nullable Runnable[][] products = new Runnable[threads.length][computedRows[0].length];
        return (count, allThreadsFree) -> {
            int choice = allThreadsFree ? 1 : 0;
            int rows = computedRows[choice][count];
            Runnable product = products[choice][rows];
            if (product == null) {
                product = product(matrix, out, x, rows, threads[choice]);
                products[choice][rows] = product;
            }
            product.run();
        };
    }

    /**
     * Finds by trial for which numbers of rows a oneDNN product gives each row the same result as for the maximum number.
     *
     * <p>A matrix multiplication processes rows in groups, and the remaining rows by other code, which may sum in another
     * order. oneDNN's AVX-512 code sums alike for every number of rows; in its AVX2 code four or six rows give the same
     * results as 16, but one, two or eight do not. The order of summation depends on the shapes and not on the values, so
     * it is enough to test a few random rows, each in every position.
     */
    private static final class BatchInvarianceProbe {
        private static final int TEST_ROWS = 4;

        private final PackedMatrix packed;
        private final int maxRows;
        private final float[][] rows; // [TEST_ROWS][K]
        private final float[][] expected; // [TEST_ROWS][N], the first row of a product of maxRows rows on one thread
        private final Matrix x; // [maxRows, K]
        private final Matrix out; // [maxRows, N]

        /** @param packed {@code matrix}, packed for oneDNN */
        BatchInvarianceProbe(PackedMatrix packed, Matrix matrix, int maxRows) {
            this.packed = packed;
            this.maxRows = maxRows;
            int inputs = (int) matrix.array.size(0);
            x = new Matrix(maxRows, inputs);
            out = new Matrix(maxRows, (int) matrix.array.size(1));
            SplittableRandom random = new SplittableRandom(1);
            rows = new float[TEST_ROWS][inputs];
            expected = new float[TEST_ROWS][];
            Runnable product = product(packed, out, x, maxRows, 1);
            for (int i = 0; i < TEST_ROWS; i++) {
                for (int k = 0; k < inputs; k++) {
                    rows[i][k] = (float) random.nextDouble(-1, 1);
                }
                fill(rows[i]);
                product.run();
                expected[i] = result(0);
            }
        }

        /**
         * Finds for each number of rows how many to compute so that the results equal those of {@code maxRows} rows on one
         * thread, [maxRows + 1]; index 0 is unused. Empty if {@code maxRows} rows on {@code threads} threads differ.
         */
        Optional<int[]> computedRows(int threads) {
            int[] computed = new int[maxRows + 1];
            for (int count = maxRows; count > 0; count--) {
                boolean matches = matchesExpected(product(packed, out, x, count, threads), count);
                if (count == maxRows && !matches) {
                    return Optional.empty();
                }
                computed[count] = matches ? count : computed[count + 1];
            }
            return Optional.of(computed);
        }

        private boolean matchesExpected(Runnable product, int count) {
            for (int i = 0; i < TEST_ROWS; i++) {
                fill(rows[i]);
                product.run();
                for (int position = 0; position < count; position++) {
                    if (!Arrays.equals(result(position), expected[i])) {
                        return false;
                    }
                }
            }
            return true;
        }

        private void fill(float[] row) {
            for (int position = 0; position < maxRows; position++) {
                x.memory.put(position * row.length, row);
            }
        }

        private float[] result(int position) {
            float[] row = new float[(int) out.array.size(1)];
            out.memory.get(position * row.length, row);
            return row;
        }
    }
}
