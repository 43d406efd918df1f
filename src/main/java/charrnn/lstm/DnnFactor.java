package charrnn.lstm;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of a matrix [K, N] in the layout in which {@link OneDnn} multiplies most rows by it fastest. */
final class DnnFactor {
    private final memory copy;

    DnnFactor(Matrix matrix, int maxRows) {
        int inputs = (int) matrix.array.size(0);
        int outputs = (int) matrix.array.size(1);
        DnnProduct largest = new DnnProduct(
                OneDnn.dense(maxRows, outputs, DataType.FLOAT),
                OneDnn.dense(maxRows, inputs, DataType.FLOAT),
                OneDnn.anyLayout(matrix.array, DataType.FLOAT),
                false);
        copy = new memory(largest.layoutOfB(), OneDnn.engine());
        new DnnCopy(OneDnn.memory(matrix.array), copy).run();
    }

    /** The product of the first rows of {@code x}, whenever it is run, by one thread at a time, on so many native threads. */
    Runnable product(Matrix out, Matrix x, int rows, int threads) {
        INDArray to = out.rows(0, rows);
        INDArray from = x.rows(0, rows);
        Runnable product = Shares.withNativeThreads(
                threads, () -> new DnnProduct(OneDnn.layout(to), OneDnn.layout(from), copy.get_desc(), false)
                        .of(OneDnn.memory(to), OneDnn.memory(from), copy));
        // Some of oneDNN's code asks for the number when it is made, some when it runs.
        return () -> Shares.runWithNativeThreads(threads, product);
    }
}
