package charrnn.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state that the LSTM layers carry from one segment of text to the next. Without it, a resumed run would begin its
 * streams in the middle of a file with an empty memory.
 *
 * @param layers one for each LSTM layer, the first layer first; none if there is no state
 */
public record RecurrentState(List<LayerState> layers) implements Serializable {
    /** No state: the streams begin without a memory. */
    public static final RecurrentState NONE = new RecurrentState(List.of());

    /** @throws IllegalArgumentException if the layers disagree on the batch size */
    public RecurrentState {
        layers = List.copyOf(layers);
        if (layers.stream().mapToInt(LayerState::batch).distinct().count() > 1) {
            throw new IllegalArgumentException("the layers' states disagree on the batch size");
        }
    }

    /** Whether there is no state. */
    public boolean isEmpty() {
        return layers.isEmpty();
    }

    /** State of one layer. Immutable. */
    public static final class LayerState implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int batch;
        private final int hidden;
        private final float[] activation;
        private final float[] cell;

        /**
         * @param activation last activation h, [batch, hidden], row after row
         * @param cell memory cell c, [batch, hidden], row after row
         * @throws IllegalArgumentException if the arrays are not of this size
         */
        public LayerState(int batch, int hidden, float[] activation, float[] cell) {
            long size = (long) batch * hidden;
            if (batch < 1 || hidden < 1 || activation.length != size || cell.length != size) {
                throw new IllegalArgumentException("a state of [" + batch + ", " + hidden + "] cannot have "
                        + activation.length + " activations and " + cell.length + " cells");
            }
            this.batch = batch;
            this.hidden = hidden;
            this.activation = activation.clone();
            this.cell = cell.clone();
        }

        /** Copies a layer's last activation and memory cell, [batch, hidden] each, of any order or stride. */
        public static LayerState of(INDArray activation, INDArray cell) {
            return new LayerState(
                    Math.toIntExact(activation.size(0)),
                    Math.toIntExact(activation.size(1)),
                    rows(activation),
                    rows(cell));
        }

        private static float[] rows(INDArray array) {
            return Nd4j.toFlattened('c', array).toFloatVector();
        }

        /** Number of parallel streams. */
        public int batch() {
            return batch;
        }

        /** Hidden size of the layer. */
        public int hidden() {
            return hidden;
        }

        /** A copy of the last activation h, [batch, hidden], row after row. */
        public float[] activation() {
            return activation.clone();
        }

        /** A copy of the memory cell c, [batch, hidden], row after row. */
        public float[] cell() {
            return cell.clone();
        }

        /** A new array of the last activation h, [batch, hidden]. */
        public INDArray activationArray() {
            return Nd4j.create(activation, new long[] {batch, hidden}, 'c');
        }

        /** A new array of the memory cell c, [batch, hidden]. */
        public INDArray cellArray() {
            return Nd4j.create(cell, new long[] {batch, hidden}, 'c');
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LayerState state
                    && batch == state.batch
                    && hidden == state.hidden
                    && Arrays.equals(activation, state.activation)
                    && Arrays.equals(cell, state.cell);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(activation) + Arrays.hashCode(cell);
        }
    }
}
