import charrnn.lstm.NativeLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures the speed of products of large matrices on this machine, by the native library and the threads that multiply
 * for charrnn's LSTM: in float32 and, where the processor has it, with factors in bfloat16 and sums in float32. It is an
 * upper limit of the speed of a training.
 *
 * <pre>java -cp charrnn.jar bench/SgemmLimit.java [seconds a shape]</pre>
 *
 * Prints one line for each precision, such as {@code float32 224.1}: the best shape's GFLOP/s. The figure of a shape, [rows,
 * inner size, columns], is the median over its products and goes to standard error.
 */
public final class SgemmLimit {
    /** Rows, inner size, columns: projections of a segment, a weight gradient, and squares. */
    private static final int[][] SHAPES = {
        {6400, 512, 2048}, {6400, 2048, 512}, {512, 6400, 2048}, {10000, 512, 2048}, {2048, 2048, 2048}
    };

    private static final int WARM_UP = 3;
    private static final int LEAST_PRODUCTS = 7;

    private SgemmLimit() {}

    public static void main(String[] args) {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 1;
        NativeLibrary.choose();
        System.err.println("by " + NativeLibrary.describe());
        limit("float32", DataType.FLOAT, seconds);
        if (NativeLibrary.multipliesBfloat16()) {
            limit("bfloat16", DataType.BFLOAT16, seconds);
        }
    }

    private static void limit(String precision, DataType factors, double seconds) {
        double best = 0;
        for (int[] shape : SHAPES) {
            double speed = gigaflops(shape, factors, seconds);
            best = Math.max(best, speed);
            System.err.printf(Locale.ROOT, "%s %s: %.1f GFLOP/s%n", precision, Arrays.toString(shape), speed);
        }
        System.out.printf(Locale.ROOT, "%s %.1f%n", precision, best);
    }

    private static double gigaflops(int[] shape, DataType factors, double seconds) {
        INDArray a = Nd4j.rand(DataType.FLOAT, shape[0], shape[1]).castTo(factors);
        INDArray b = Nd4j.rand(DataType.FLOAT, shape[1], shape[2]);
        INDArray out = Nd4j.create(DataType.FLOAT, new long[] {shape[0], shape[2]}, 'c');
        Runnable product = NativeLibrary.product(out, a, b);
        for (int i = 0; i < WARM_UP; i++) {
            product.run();
        }
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end || nanos.size() < LEAST_PRODUCTS) {
            long begin = System.nanoTime();
            product.run();
            nanos.add(System.nanoTime() - begin);
        }
        Collections.sort(nanos);
        return 2.0 * shape[0] * shape[1] * shape[2] / nanos.get(nanos.size() / 2);
    }
}
