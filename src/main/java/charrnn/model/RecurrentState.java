package charrnn.model;

import java.io.Serializable;
import java.util.List;

/**
 * The state that the LSTM layers carry from one segment of text to the next. Without it, a resumed run would continue its
 * streams in the middle of a file with zero activations and cells.
 *
 * @param layers state of each LSTM layer, all with the same batch size; empty if there is no state
 */
public record RecurrentState(List<LayerState> layers) implements Serializable {
    /** No state: activations and cells begin at zero. */
    public static final RecurrentState NONE = new RecurrentState(List.of());

    public RecurrentState {
        layers = List.copyOf(layers);
    }

    public boolean isEmpty() {
        return layers.isEmpty();
    }

    /**
     * State of one layer. The arrays are not copied and must not change.
     *
     * @param activation last activation h, [batch, hidden], row after row
     * @param cell memory cell c, [batch, hidden], row after row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record LayerState(int batch, int hidden, float[] activation, float[] cell) implements Serializable {}
}
