package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix [K, N] that stays as it is, for products by {@link OneDnn}, each of which reads it in the layout that it chose
 * itself. Nearly all choose the same; but oneDNN 2.5.2 computes something else, or crashes, where a product is given the
 * layout that one on another number of threads has chosen.
 */
final class DnnFactor {
    private final INDArray matrix;
    private final List<memory> copies = new ArrayList<>(); // one a layout

    DnnFactor(Matrix matrix) {
        this.matrix = matrix.array;
    }

    /** The product of the first rows of {@code x}, whenever it is run, by one thread at a time, on so many native threads. */
    Runnable product(Matrix out, Matrix x, int rows, int threads) {
        INDArray to = out.rows(0, rows);
        INDArray from = x.rows(0, rows);
        Runnable product = Partition.withNativeThreads(threads, () -> {
            DnnProduct any = new DnnProduct(
                    OneDnn.layout(to), OneDnn.layout(from), OneDnn.anyLayout(matrix, DataType.FLOAT), false);
            return any.of(OneDnn.memory(to), OneDnn.memory(from), copyIn(any.layoutOfB()));
        });
        // Some of oneDNN's code asks for the number when it is made, some when it runs.
        return () -> Partition.runWithNativeThreads(threads, product);
    }

    /** Products are made when they are needed, on any thread. */
    private synchronized memory copyIn(memory.desc layout) {
        for (memory copy : copies) {
            if (copy.get_desc().equals(layout)) {
                return copy;
            }
        }
        memory copy = new memory(layout, OneDnn.engine());
        new DnnCopy(OneDnn.memory(matrix), copy).run();
        copies.add(copy);
        return copy;
    }
}
