package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays in which each time step of each stream is the unit vector of a symbol. */
final class OneHot {
    private OneHot() {}

    /**
     * Reads the symbols out of an array [B, V, T]. A product with a one-hot vector picks a row, so who knows the
     * symbols need not multiply.
     *
     * @return symbols [T B], time-major; null if some vector is not one-hot
     */
    static int @Nullable [] symbols(INDArray array, Precision<?> precision) {
        return read(array, precision);
    }

    private static <A> int @Nullable [] read(INDArray array, Precision<A> precision) {
        int batch = (int) array.size(0);
        int size = (int) array.size(1);
        int time = (int) array.size(2);
        INDArray dense = isDense(array) ? array : array.dup('f'); // [T, V, B] in memory
        Buffer memory = precision.memory(dense);
        A step = precision.array(size * batch);
        int[] symbols = new int[time * batch];
        boolean oneHot = true;
        for (int t = 0; t < time && oneHot; t++) {
            precision.read(memory, t * size * batch, step, 0, size * batch);
            oneHot = precision.unitColumns(step, size, batch, symbols, t * batch);
        }
        Reference.reachabilityFence(dense);
        return oneHot ? symbols : null;
    }

    private static boolean isDense(INDArray array) {
        long[] dense = Nd4j.getStrides(array.shape(), 'f');
        for (int d = 0; d < dense.length; d++) {
            if (array.size(d) > 1 && array.stride(d) != dense[d]) {
                return false;
            }
        }
        return true;
    }
}
