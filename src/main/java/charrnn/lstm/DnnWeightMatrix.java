package charrnn.lstm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A {@link WeightMatrix} by {@link OneDnn}. Where the number of rows would show in the result, a product computes more
 * rows than are wanted; {@link BatchInvarianceProbe} finds the numbers of rows that do not show.
 */
final class DnnWeightMatrix implements WeightMatrix {
    /** A matrix of fewer numbers is multiplied before a second thread has begun. */
    private static final long NUMBERS_FOR_THREADS = 1 << 17;

    private final PackedMatrix matrix;
    private final int[] threads; // one, and where that is worth it all
    private final int[][] computedRows; // for each of these, see BatchInvarianceProbe

    private DnnWeightMatrix(PackedMatrix matrix, int[] threads, int[][] computedRows) {
        this.matrix = matrix;
        this.threads = threads;
        this.computedRows = computedRows;
    }

    /** Empty if oneDNN cannot keep the promise of a {@link WeightMatrix}. */
    static Optional<WeightMatrix> of(Matrix matrix, int maxRows) {
        PackedMatrix packed = new PackedMatrix(matrix.array, (int) matrix.array.size(0), DataType.FLOAT);
        BatchInvarianceProbe probe = new BatchInvarianceProbe(packed, matrix, maxRows);
        int all = Partition.nativeThreads();
        Optional<int[]> onAll =
                all > 1 && matrix.array.length() >= NUMBERS_FOR_THREADS ? probe.computedRows(all) : Optional.empty();
        return probe.computedRows(1)
                .map(onOne -> onAll.isEmpty()
                        ? new DnnWeightMatrix(packed, new int[] {1}, new int[][] {onOne})
                        : new DnnWeightMatrix(packed, new int[] {1, all}, new int[][] {onOne, onAll.get()}));
    }

    /** Prepares the product of the first rows of {@code x}, to be run by one thread at a time, on so many native threads. */
    static Runnable product(PackedMatrix matrix, Matrix out, Matrix x, int rows, int threads) {
        Runnable product = Partition.withNativeThreads(
                threads, () -> new MatrixProduct(true, false).of(out.rows(0, rows), x.rows(0, rows), matrix));
        // Some of oneDNN's code reads the number of threads when a product is made, some when it runs.
        return () -> Partition.runWithNativeThreads(threads, product);
    }

    /** Each number of rows has a product of its own, made when it is first needed. */
    @Override
    public Product product(Matrix out, Matrix x) {
        @Nullable Runnable[][] products = new Runnable[threads.length][computedRows[0].length];
        return (count, allThreadsFree) -> {
            int way = allThreadsFree ? threads.length - 1 : 0;
            int rows = computedRows[way][count];
            Runnable product = products[way][rows];
            if (product == null) {
                product = product(matrix, out, x, rows, threads[way]);
                products[way][rows] = product;
            }
            product.run();
        };
    }
}
