package charrnn.lstm;

import java.util.Optional;

/**
 * An immutable matrix [K, N] by which a batch of rows is multiplied. A row of the result is the same, bit for bit, for
 * all values of the other rows, numbers of rows, positions in the batch and numbers of threads.
 */
interface WeightMatrix {
    /**
     * Multiplies by {@link OneDnn} where it is available and gives such results, otherwise by {@link RowMatrix}.
     *
     * @param maxRows maximum number of rows of a product
     */
    static WeightMatrix of(Matrix matrix, int maxRows) {
        Optional<WeightMatrix> packed = OneDnn.isAvailable() ? DnnWeightMatrix.of(matrix, maxRows) : Optional.empty();
        return packed.orElseGet(() -> new RowMatrix(matrix.array));
    }

    /**
     * Prepares the products of the first rows of {@code x} with this matrix.
     *
     * @param out [maxRows, N]
     * @param x [maxRows, K]
     */
    Product product(Matrix out, Matrix x);

    /** A prepared product; one thread at a time may run it. */
    interface Product {
        /**
         * Computes the first rows of {@code out}, and may overwrite the others.
         *
         * @param count number of rows, at least 1
         * @param allThreadsFree whether it may use all native threads instead of one
         */
        void run(int count, boolean allThreadsFree);
    }
}
