package charrnn.lstm;

import java.nio.Buffer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense matrix in 'c' order in native memory that belongs to no workspace, as an array for products and as a buffer
 * for copies.
 */
final class Matrix {
    final INDArray array;
    final Buffer memory;

    Matrix(Precision<?> precision, int rows, int columns) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            array = Nd4j.create(precision.dataType(), new long[] {rows, columns}, 'c');
        }
        memory = precision.memory(array);
    }

    /** The rows from {@code from} to {@code to}, exclusive: a view. */
    INDArray rows(int from, int to) {
        return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }
}
