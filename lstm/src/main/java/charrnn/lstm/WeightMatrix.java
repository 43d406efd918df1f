package charrnn.lstm;

import org.nd4j.linalg.api.buffer.DataType;

/** An immutable matrix [K, N] by which a batch of rows is multiplied. */
interface WeightMatrix {
    /**
     * Creates a matrix that multiplies by {@link OneDnn} or, where that is not available, by {@link RowMatrix}.
     *
     * @param factorType type to which both factors of a product are rounded: FLOAT or, by oneDNN, BFLOAT16
     */
    static WeightMatrix of(Matrix matrix, DataType factorType) {
        return OneDnn.isAvailable() ? new DnnWeightMatrix(matrix, factorType) : new RowMatrix(matrix.array);
    }

    /**
     * Prepares the products of the first rows of {@code x} with this matrix.
     *
     * @param out [rows, N]
     * @param x [rows, K]
     */
    Product product(Matrix out, Matrix x);

    /** A prepared product; one thread at a time may run it. */
    interface Product {
        /**
         * Computes the first rows of {@code out}. A row is the same for every number of rows and of threads up to rounding.
         *
         * @param count number of rows, at least 1
         * @param allThreads whether to use all native threads instead of one
         */
        void run(int count, boolean allThreads);
    }
}
