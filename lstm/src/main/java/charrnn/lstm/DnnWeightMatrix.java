package charrnn.lstm;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** A {@link WeightMatrix} that multiplies by {@link OneDnn}. */
final class DnnWeightMatrix implements WeightMatrix {
    /** Minimum number of elements for several threads: a smaller product takes less time than their start. */
    private static final long ELEMENTS_FOR_THREADS = 1 << 17;

    private final PackedMatrix matrix;
    private final int[] threads; // of a product on one thread [0] and on all [1]

    DnnWeightMatrix(Matrix matrix) {
        this.matrix = new PackedMatrix(matrix.array, (int) matrix.array.size(0), DataType.FLOAT);
        boolean large = matrix.array.length() >= ELEMENTS_FOR_THREADS;
        threads = new int[] {1, large ? Partition.nativeThreads() : 1};
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
        Runnable product = Partition.withNativeThreads(
                threads, () -> new MatrixProduct(true, false).prepare(out.rows(0, rows), x.rows(0, rows), matrix));
        // oneDNN reads the number of threads when a product is made or when it runs, depending on the instructions.
        return () -> Partition.runWithNativeThreads(threads, product);
    }
}
