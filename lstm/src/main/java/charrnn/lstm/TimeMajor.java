package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Converts between Deeplearning4j's arrays [B, n, T] and time-major matrices [T B, n]. An array with the strides of such
 * a matrix needs no copy.
 */
final class TimeMajor {
    private TimeMajor() {}

    /** An array of shape [batch, size, time] over a matrix [time batch, size]. */
    static INDArray create(LayerWorkspaceMgr workspaces, ArrayType kind, long batch, long size, long time) {
        return workspaces
                .createUninitialized(kind, DataType.FLOAT, new long[] {time, batch, size}, 'c')
                .permute(1, 2, 0);
    }

    /**
     * The matrix [T B, n] of an array [B, n, T], of type FLOAT: a view if the array is time-major and of that type,
     * otherwise a copy.
     */
    static INDArray matrix(INDArray values) {
        INDArray array = floats(values);
        long batch = array.size(0);
        long size = array.size(1);
        long time = array.size(2);
        INDArray timeMajor = array.permute(2, 0, 1);
        if (hasStrides(array, size, 1, size * batch)) {
            return timeMajor.reshape('c', true, time * batch, size);
        }
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return timeMajor.dup('c').reshape('c', time * batch, size);
        }
    }

    private static INDArray floats(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return array.castTo(DataType.FLOAT); // itself if it has this type
        }
    }

    /** Compares strides, except of a dimension of size 1, where the stride is arbitrary. */
    private static boolean hasStrides(INDArray array, long... strides) {
        for (int d = 0; d < strides.length; d++) {
            if (array.size(d) > 1 && array.stride(d) != strides[d]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The positions of the ones in an array [B, V, T] whose vectors have k ones each and zeros otherwise, as [T B k],
     * time-major, in ascending order; null if the array is not of this kind. One-hot vectors have k = 1.
     *
     * @param maxOnes the largest k that is accepted
     */
    static int @Nullable [] symbols(INDArray values, int maxOnes) {
        INDArray array = floats(values);
        int batch = (int) array.size(0);
        int size = (int) array.size(1);
        int time = (int) array.size(2);
        boolean dense = hasStrides(array, Nd4j.getStrides(array.shape(), 'f'));
        INDArray steps = dense ? array : array.dup('f'); // [T, V, B] in memory
        FloatBuffer memory = Matrix.memory(steps);
        float[] step = new float[size * batch];
        memory.get(0, step);
        int ones = 0; // in a vector of the first step, on average; readOnes checks each vector
        for (float value : step) {
            ones += value == 1 ? 1 : 0;
        }
        ones /= batch;
        if (ones < 1 || ones > maxOnes) {
            return null;
        }
        int[] symbols = new int[time * batch * ones];
        for (int t = 0; t < time; t++) {
            memory.get(t * size * batch, step);
            if (!readOnes(step, batch, ones, symbols, t * batch * ones)) {
                return null;
            }
        }
        Reference.reachabilityFence(steps);
        return symbols;
    }

    /**
     * Whether each column of a matrix has {@code ones} ones and zeros otherwise; writes the rows of each column's ones,
     * [columns, ones], to {@code rows} from {@code at} on.
     */
    private static boolean readOnes(float[] matrix, int columns, int ones, int[] rows, int at) {
        int[] found = new int[columns];
        int sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i] != 0) {
                int column = i % columns;
                if (matrix[i] != 1 || found[column] == ones) {
                    return false;
                }
                rows[at + column * ones + found[column]] = i / columns;
                found[column]++;
                sum++;
            }
        }
        return sum == columns * ones;
    }
}
