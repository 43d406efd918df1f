package charrnn.lstm;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An immutable matrix [K, N] by which a batch of rows is multiplied. */
final class WeightMatrix {
    private final boolean oneDnn;
    private final DataType factorType;
    private final PackedMatrix matrix;
    private final int[] threads; // of a product on one thread [0] and on all [1]

    /** @param factorType type to which both factors of a product are rounded: FLOAT or, by oneDNN, BFLOAT16 */
    WeightMatrix(Matrix matrix, DataType factorType) {
        this(matrix, factorType, OneDnn.isAvailable());
    }

    /** @param oneDnn whether oneDNN multiplies; otherwise ND4J */
    WeightMatrix(Matrix matrix, DataType factorType, boolean oneDnn) {
        this.oneDnn = oneDnn;
        this.factorType = factorType;
        this.matrix = PackedMatrix.of(matrix.array, (int) matrix.array.size(0), factorType, oneDnn);
        threads = new int[] {1, Partition.threadsFor(matrix.array)};
    }

    /** A prepared product; one thread at a time may run it. */
    public interface Product {
        /**
         * Computes the first rows of {@code out}. A row is the same for every number of rows and of threads up to rounding.
         *
         * @param count number of rows, at least 1
         * @param allThreads whether to use all native threads instead of one
         */
        void run(int count, boolean allThreads);
    }

    /**
     * Prepares the products of the first rows of {@code x} with this matrix, each when its number of rows first occurs.
     *
     * @param out [rows, N]
     * @param x [rows, K]
     */
    Product product(Matrix out, Matrix x) {
        @Nullable Runnable[][] products = new Runnable[threads.length][(int) x.array.size(0) + 1];
        return (count, allThreads) -> {
            int choice = allThreads ? 1 : 0;
            Runnable product = products[choice][count];
            if (product == null) {
                product = product(out, x, count, threads[choice]);
                products[choice][count] = product;
            }
            product.run();
        };
    }

    private Runnable product(Matrix out, Matrix x, int rows, int threads) {
        Runnable product = Partition.withNativeThreads(threads, () -> product(out.rows(0, rows), x.rows(0, rows)));
        // oneDNN reads the number of threads when a product is made or when it runs, depending on the instructions.
        return () -> Partition.runWithNativeThreads(threads, product);
    }

    private Runnable product(INDArray out, INDArray x) {
        MatrixProduct product = new MatrixProduct(oneDnn, false);
        if (factorType == DataType.FLOAT) {
            return product.prepare(out, x, matrix);
        }
        INDArray rounded = Matrix.zeros(factorType, x.size(0), x.size(1));
        Runnable rounding = OneDnn.copy(x, rounded);
        Runnable multiplication = product.prepare(out, rounded, matrix);
        return () -> {
            rounding.run();
            multiplication.run();
            Reference.reachabilityFence(rounded); // oneDNN's memory does not keep it
        };
    }
}
