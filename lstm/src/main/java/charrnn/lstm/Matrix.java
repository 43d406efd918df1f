package charrnn.lstm;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense float32 matrix in 'c' order in native memory outside all workspaces, accessible as an array for products and
 * as a buffer for copies to and from Java memory.
 */
final class Matrix {
    final INDArray array;
    final FloatBuffer memory;

    /** A matrix of zeros. */
    Matrix(int rows, int columns) {
        array = zeros(DataType.FLOAT, rows, columns);
        memory = memory(array);
    }

    /** A copy of a matrix of any order, converted to float32. */
    static Matrix copyOf(INDArray matrix) {
        Matrix copy = new Matrix((int) matrix.size(0), (int) matrix.size(1));
        copy.array.assign(matrix);
        return copy;
    }

    /** A matrix of zeros in 'c' order, outside all workspaces. */
    static INDArray zeros(DataType type, long rows, long columns) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, new long[] {rows, columns}, 'c');
        }
    }

    /** The memory of a dense float32 array; valid only while the array is reachable. */
    static FloatBuffer memory(INDArray dense) {
        return new FloatPointer(dense.data().addressPointer())
                .capacity(dense.length())
                .asBuffer();
    }

    INDArray rows(int first, int count) {
        return rows(array, first, count);
    }

    /** A view of {@code count} columns; a vector is one row. */
    static INDArray columns(INDArray array, long first, long count) {
        INDArrayIndex columns = NDArrayIndex.interval(first, first + count);
        return array.rank() == 1 ? array.get(columns) : array.get(NDArrayIndex.all(), columns);
    }

    static INDArray rows(INDArray matrix, int first, int count) {
        return matrix.get(NDArrayIndex.interval(first, first + count), NDArrayIndex.all());
    }
}
