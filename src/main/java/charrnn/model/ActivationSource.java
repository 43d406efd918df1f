package charrnn.model;

import charrnn.corpus.Vocabulary;
import java.util.List;

/** Shows the units of a network's LSTM layers while it reads one text. Not thread-safe. */
public interface ActivationSource {
    /** The symbols that it reads and predicts. */
    Vocabulary vocabulary();

    /** Forgets the text that was read. */
    void reset();

    /**
     * Reads one symbol.
     *
     * @param index vocabulary index of the symbol
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next call
     */
    float[] step(int index);

    /** Number of units of each layer, from the first layer to the last. */
    List<Integer> hiddenSizes();

    /**
     * The outputs of a layer's units after the last step, h = o tanh c.
     *
     * @param layer 0 for the first
     * @return [H], from -1 to 1; valid until the next step
     */
    float[] hidden(int layer);

    /**
     * The cell states of a layer's units after the last step, c.
     *
     * @param layer 0 for the first
     * @return [H], unbounded; valid until the next step
     */
    float[] cells(int layer);
}
