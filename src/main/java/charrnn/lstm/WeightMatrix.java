package charrnn.lstm;

import java.util.Optional;

/**
 * A matrix [K, N] that does not change, by which a batch of rows is multiplied. A row of the result is the same, bit for
 * bit, whatever the other rows are, however many there are, wherever it stands, and on however many threads.
 */
interface WeightMatrix {
    /**
     * By {@link OneDnn} where it is available and can do that, otherwise by {@link RowMatrix}.
     *
     * @param maxRows of a product
     */
    static WeightMatrix of(Matrix matrix, int maxRows) {
        Optional<WeightMatrix> packed = OneDnn.isAvailable() ? DnnWeightMatrix.of(matrix, maxRows) : Optional.empty();
        return packed.orElseGet(() -> RowMatrix.copyOf(matrix.array));
    }

    /**
     * The products of a matrix's first rows with this one.
     *
     * @param out [maxRows, N]
     * @param x [maxRows, K]
     */
    Product product(Matrix out, Matrix x);

    /** See {@link #product}; for one thread at a time. */
    interface Product {
        /**
         * Computes the first rows of {@code out}, and may overwrite the others.
         *
         * @param count of rows, at least 1
         * @param allThreadsFree whether it may take all native threads, not one
         */
        void run(int count, boolean allThreadsFree);
    }
}
