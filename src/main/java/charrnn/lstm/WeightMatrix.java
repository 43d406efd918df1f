package charrnn.lstm;

import java.util.Optional;

/**
 * A matrix [K, N] that stays as it is, by which rows are multiplied, some at a time. A row comes out the same, bit for bit,
 * whatever the other rows are, however many there are, wherever it stands, and on however many threads.
 */
interface WeightMatrix {
    /**
     * By {@link OneDnn} where it is there and can do that, otherwise by {@link RowMatrix}.
     *
     * @param maxRows of a product
     */
    static WeightMatrix of(Matrix matrix, int maxRows) {
        Optional<WeightMatrix> factor = OneDnn.isThere() ? DnnWeightMatrix.of(matrix, maxRows) : Optional.empty();
        return factor.orElseGet(() -> RowMatrix.copyOf(matrix.array));
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
         * Computes the first rows of {@code out}, and may spoil the others.
         *
         * @param count of rows, at least 1
         * @param allThreadsFree whether it may take all native threads, not one
         */
        void run(int count, boolean allThreadsFree);
    }
}
