package charrnn.lstm;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layout of everything that has a time: row t·B + b of a [T B, n] matrix is stream b at time t. Deeplearning4j's
 * shape is [B, n, T]; an array of that shape whose strides are those of such a matrix is the matrix under another name,
 * and nothing needs to be copied between two layers that both know it.
 */
final class TimeMajor {
    private TimeMajor() {}

    /** An array of shape [batch, size, time] over a matrix [time batch, size]. */
    static INDArray create(
            LayerWorkspaceMgr workspaces, ArrayType kind, DataType type, long batch, long size, long time) {
        return workspaces
                .createUninitialized(kind, type, new long[] {time, batch, size}, 'c')
                .permute(1, 2, 0);
    }

    /** The matrix [T B, n] of an array [B, n, T]: its own memory where the layout is this one, otherwise a copy. */
    static INDArray matrix(INDArray array) {
        INDArray own = view(array);
        if (own != null) {
            return own;
        }
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray copy = array.permute(2, 0, 1).dup('c');
            return copy.reshape('c', copy.size(0) * copy.size(1), copy.size(2));
        }
    }

    private static @Nullable INDArray view(INDArray array) {
        long batch = array.size(0);
        long size = array.size(1);
        long time = array.size(2);
        boolean fits = fits(array, 1, 1) && fits(array, 0, size) && fits(array, 2, size * batch);
        return fits ? array.permute(2, 0, 1).reshape('c', true, time * batch, size) : null;
    }

    private static boolean fits(INDArray array, int dimension, long stride) {
        return array.size(dimension) == 1 || array.stride(dimension) == stride;
    }
}
