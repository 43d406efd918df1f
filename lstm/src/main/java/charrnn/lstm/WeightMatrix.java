package charrnn.lstm;

import java.util.Optional;

/**
 * An immutable matrix [K, N] by which a batch of rows is multiplied. A row of the result does not depend, in any bit,
 * on the other rows, their number, its position in the batch or the number of threads.
 */
interface WeightMatrix {
    /**
     * Creates a matrix that multiplies by {@link OneDnn} where that gives such results, otherwise by {@link RowMatrix}.
     *
     * @param maxRows maximum number of rows of a product
     */
    static WeightMatrix of(Matrix matrix, int maxRows) {
        Optional<WeightMatrix> packed = OneDnn.isAvailable() ? DnnWeightMatrix.of(matrix, maxRows) : Optional.empty();
        return packed.orElseGet(() -> new RowMatrix(matrix.array));
    }

    /**
     * Whether a product of one row on one thread computes that row alone, so that a larger {@code maxRows} does not slow
     * down a single stream.
     */
    boolean isFastForOneRow();

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
