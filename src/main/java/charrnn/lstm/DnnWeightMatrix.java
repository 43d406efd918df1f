package charrnn.lstm;

import java.util.Optional;
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
}
