package charrnn.lstm;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix that many {@link MatrixProduct}s have as their right factor before it changes, kept in the layouts that they
 * read fastest: for oneDNN those that its products choose, for ND4J 'c' order.
 *
 * <p>Nearly all of oneDNN's products choose the same layout. But oneDNN 2.5.2 computes something else, or crashes, where a
 * product is given the layout that one on another number of threads has chosen: each product reads the layout that it
 * chose.
 */
final class PackedMatrix {
    private final INDArray matrix;
    private final DataType type;
    private final @Nullable Runnable reading; // of the source into the matrix, where they are not the same
    private final List<memory> layouts = new ArrayList<>();
    private final List<Runnable> copies = new ArrayList<>(); // one a layout, made by update()

    /**
     * For products by oneDNN.
     *
     * @param rows as many as the source has, or more: then zeros follow
     * @param type of the numbers that are multiplied
     */
    PackedMatrix(INDArray source, int rows, DataType type) {
        this.type = type;
        boolean enlarged = rows > source.size(0);
        matrix = enlarged ? Matrix.zeros(DataType.FLOAT, rows, source.size(1)) : source;
        reading = enlarged ? OneDnn.copy(source, Matrix.rows(matrix, 0, (int) source.size(0))) : null;
    }

    /** For products by ND4J. */
    PackedMatrix(INDArray source) {
        this.type = DataType.FLOAT;
        boolean rowByRow = source.stride(1) == 1;
        matrix = rowByRow ? source : Matrix.zeros(DataType.FLOAT, source.size(0), source.size(1));
        reading = rowByRow ? null : transposition(source, matrix);
    }

    /** ND4J's own copy from 'f' to 'c' order moves number by number. */
    private static Runnable transposition(INDArray source, INDArray copy) {
        FloatBuffer in = Matrix.memory(source);
        FloatBuffer out = Matrix.memory(copy);
        float[] columns = new float[(int) source.length()];
        float[] rows = new float[columns.length];
        return () -> {
            in.get(0, columns);
            FloatMath.transpose(columns, rows, (int) source.size(1), (int) source.size(0));
            out.put(0, rows);
        };
    }

    INDArray unpacked() {
        return matrix;
    }

    /** The shape, for a product that is to choose the layout. */
    memory.desc anyLayout() {
        return OneDnn.anyLayout(matrix, type);
    }

    /** The matrix in a layout, as it is now and after each {@link #update}. */
    synchronized memory in(memory.desc layout) {
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

    /** Reads the source, which has changed. */
    void update() {
        if (reading != null) {
            reading.run();
        }
        while (copies.size() < layouts.size()) {
            // A copy keeps to the number of threads of where it was made: here it is all, in a share one.
            copies.add(OneDnn.copy(OneDnn.memory(matrix), layouts.get(copies.size())));
        }
        copies.forEach(Runnable::run);
    }
}
