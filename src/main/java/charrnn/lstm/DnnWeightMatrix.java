package charrnn.lstm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WeightMatrix} by {@link OneDnn}. Where a number of rows would show in the result, a product computes some rows more,
 * which nobody reads; which numbers those are, {@link BatchInvarianceProbe} finds out.
 */
final class DnnWeightMatrix implements WeightMatrix {
    /** Fewer numbers than these are multiplied sooner than a second thread has begun. */
    private static final long NUMBERS_FOR_THREADS = 1 << 17;

    private final DnnFactor factor;
    private final int[] rowsOnOneThread;
    private final int allThreads;
    private final Optional<int[]> rowsOnAllThreads;

    private DnnWeightMatrix(DnnFactor factor, int[] rowsOnOneThread, int allThreads, Optional<int[]> rowsOnAllThreads) {
        this.factor = factor;
        this.rowsOnOneThread = rowsOnOneThread;
        this.allThreads = allThreads;
        this.rowsOnAllThreads = rowsOnAllThreads;
    }

    /** Empty if what a {@link WeightMatrix} promises cannot be had from oneDNN. */
    static Optional<WeightMatrix> of(Matrix matrix, int maxRows) {
        int inputs = (int) matrix.array.size(0);
        int outputs = (int) matrix.array.size(1);
        DnnFactor factor = new DnnFactor(matrix);
        BatchInvarianceProbe trial = new BatchInvarianceProbe(factor, inputs, outputs, maxRows);
        int threads = Partition.nativeThreads();
        boolean worthThreads = threads > 1 && (long) inputs * outputs >= NUMBERS_FOR_THREADS;
        return trial.computedRows(1)
                .map(rows -> new DnnWeightMatrix(
                        factor, rows, threads, worthThreads ? trial.computedRows(threads) : Optional.empty()));
    }

    @Override
    public Product product(Matrix out, Matrix x) {
        Products onOneThread = new Products(out, x, rowsOnOneThread, 1);
        Products onAllThreads = rowsOnAllThreads
                .map(rows -> new Products(out, x, rows, allThreads))
                .orElse(onOneThread);
        return (count, allThreadsFree) -> (allThreadsFree ? onAllThreads : onOneThread).run(count);
    }

    /** One for each number of rows; few numbers come up, so each is made when it does. */
    private final class Products {
        private final Matrix out;
        private final Matrix x;
        private final int[] computedRows;
        private final int threads;
        private final @Nullable Runnable[] products;

        Products(Matrix out, Matrix x, int[] computedRows, int threads) {
            this.out = out;
            this.x = x;
            this.computedRows = computedRows;
            this.threads = threads;
            products = new Runnable[computedRows.length];
        }

        void run(int count) {
            int rows = computedRows[count];
            Runnable product = products[rows];
            if (product == null) {
                product = factor.product(out, x, rows, threads);
                products[rows] = product;
            }
            product.run();
        }
    }
}
