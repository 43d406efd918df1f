package charrnn.model;

import java.util.List;

/** A character model seen from inside: besides what it predicts, what the units of its LSTM layers do. Not thread-safe. */
public interface ActivationSource extends LanguageModel {
    /** How many units each layer has, from the first layer to the last. */
    List<Integer> hiddenSizes();

    /**
     * What a layer's units put out after the last step, h = o tanh c.
     *
     * @param layer 0 for the first
     * @return [H], from -1 to 1; valid until the next step
     */
    float[] hidden(int layer);

    /**
     * What a layer's units keep after the last step, their cell states c.
     *
     * @param layer 0 for the first
     * @return [H], unbounded; valid until the next step
     */
    float[] cells(int layer);
}
