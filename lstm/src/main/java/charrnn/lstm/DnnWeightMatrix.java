package charrnn.lstm;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link WeightMatrix} that multiplies by {@link OneDnn}. */
final class DnnWeightMatrix implements WeightMatrix {
    private final DataType factorType;
    private final PackedMatrix matrix;
    private final int[] threads; // of a product on one thread [0] and on all [1]

    /** @param factorType type to which both factors of a product are rounded: FLOAT or BFLOAT16 */
    DnnWeightMatrix(Matrix matrix, DataType factorType) {
        this.factorType = factorType;
        this.matrix = new PackedMatrix(matrix.array, (int) matrix.array.size(0), factorType);
        threads = new int[] {1, Partition.threadsFor(matrix.array)};
    }

    /** Prepares a product for a number of rows when that number first occurs. */
    @Override
    public Product product(Matrix out, Matrix x) {
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
        MatrixProduct product = new MatrixProduct(true, false);
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
