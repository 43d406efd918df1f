package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix that many products have as their right factor before it changes, kept in the layouts that {@link DnnProduct}s
 * read fastest.
 */
final class PackedMatrix {
    private final INDArray matrix;
    private final memory asItLies;
    private final DataType type;
    private final @Nullable DnnCopy enlarging;
    private final List<memory> layouts = new ArrayList<>(); // products of other numbers of rows may want another
    private final List<DnnCopy> copies = new ArrayList<>(); // one a layout

    /**
     * @param rows as many as the source has, or more: then zeros follow
     * @param type of the numbers that are multiplied
     */
    PackedMatrix(INDArray source, int rows, DataType type) {
        this.type = type;
        matrix = rows == source.size(0) ? source : DnnProducts.create(source.dataType(), rows, source.size(1));
        asItLies = OneDnn.memory(matrix);
        enlarging = matrix == source ? null : DnnCopy.of(source, DnnProducts.rows(matrix, 0, (int) source.size(0)));
    }

    /** What a product is told of it. */
    memory.desc anyLayout() {
        return OneDnn.anyLayout(matrix, type);
    }

    /** The matrix in this layout; its numbers are there after the next {@link #update}. */
    memory in(memory.desc layout) {
        for (memory numbers : layouts) {
            if (numbers.get_desc().equals(layout)) {
                return numbers;
            }
        }
        memory numbers = new memory(layout, OneDnn.engine());
        layouts.add(numbers);
        return numbers;
    }

    /** Reads the source, which has changed. */
    void update() {
        if (enlarging != null) {
            enlarging.run();
        }
        while (copies.size() < layouts.size()) {
            // A copy keeps to the number of threads of where it was made; here it is all, in a share one.
            copies.add(new DnnCopy(asItLies, layouts.get(copies.size())));
        }
        copies.forEach(DnnCopy::run);
    }
}
