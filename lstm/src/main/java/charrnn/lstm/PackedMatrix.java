package charrnn.lstm;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The right factor of many {@link MatrixProduct}s, copied into fast layouts: for oneDNN those that its products choose,
 * for ND4J 'c' order.
 *
 * <p>Nearly all of oneDNN's products choose the same layout. But oneDNN 2.5.2 gives wrong results or crashes if a
 * product reads a layout that was chosen for another number of threads. So each product reads the layout that it chose.
 */
final class PackedMatrix {
    private final INDArray matrix;
    private final DataType type;
    private final @Nullable Runnable sourceCopy; // copies the source into the matrix; null if they are the same
    private final List<memory> layouts = new ArrayList<>();
    private final List<Runnable> packings = new ArrayList<>(); // one for each layout, made by update()

    /**
     * Packs for products by oneDNN or ND4J.
     *
     * @param rows number of rows for oneDNN; the additional ones are zeros
     * @param type type of the factors: FLOAT or, by oneDNN, BFLOAT16
     */
    static PackedMatrix of(INDArray source, int rows, DataType type, boolean oneDnn) {
        return oneDnn ? new PackedMatrix(source, rows, type) : new PackedMatrix(source);
    }

    private PackedMatrix(INDArray source, int rows, DataType type) {
        this.type = type;
        boolean enlarged = rows > source.size(0);
        matrix = enlarged ? Matrix.zeros(DataType.FLOAT, rows, source.size(1)) : source;
        INDArray copy = enlarged ? Matrix.rows(matrix, 0, (int) source.size(0)) : source;
        sourceCopy = enlarged
                ? Partition.withNativeThreads(Partition.threadsFor(matrix), () -> OneDnn.copy(source, copy))
                : null;
    }

    private PackedMatrix(INDArray source) {
        this.type = DataType.FLOAT;
        boolean rowMajor = source.stride(1) == 1;
        matrix = rowMajor ? source : Matrix.zeros(DataType.FLOAT, source.size(0), source.size(1));
        sourceCopy = rowMajor ? null : transposition(source, matrix);
    }

    /** Prepares a copy from 'f' to 'c' order in tiles; ND4J's own copy moves one number at a time. */
    private static Runnable transposition(INDArray source, INDArray copy) {
        FloatBuffer in = Matrix.memory(source);
        FloatBuffer out = Matrix.memory(copy);
        float[] columns = new float[(int) source.length()];
        float[] rows = new float[columns.length];
        return () -> {
            in.get(0, columns);
            FloatMath.transpose(columns, rows, (int) source.size(1), (int) source.size(0), 0, (int) source.size(1));
            out.put(0, rows);
        };
    }

    INDArray unpacked() {
        return matrix;
    }

    /** The shape, for a product that chooses the layout. */
    memory.desc anyLayout() {
        return OneDnn.anyLayout(matrix, type);
    }

    /** The matrix in a layout; each {@link #update} refreshes it. */
    synchronized memory packedAs(memory.desc layout) {
        for (memory packed : layouts) {
            if (packed.get_desc().equals(layout)) {
                return packed;
            }
        }
        memory packed = new memory(layout, OneDnn.engine());
        OneDnn.copy(OneDnn.memory(matrix), packed).run();
        layouts.add(packed);
        return packed;
    }

    /** Copies the changed source into all layouts. */
    void update() {
        Partition.runWithNativeThreads(Partition.threadsFor(matrix), () -> {
            if (sourceCopy != null) {
                sourceCopy.run();
            }
            // A copy uses the number of threads set when it was prepared, which in packedAs is that of a share.
            while (packings.size() < layouts.size()) {
                packings.add(OneDnn.copy(OneDnn.memory(matrix), layouts.get(packings.size())));
            }
            packings.forEach(Runnable::run);
        });
    }
}
