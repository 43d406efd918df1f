package charrnn.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * Section {@code model}: the network.
 *
 * @param layers number of LSTM layers
 * @param hidden one hidden size for all layers, or one a layer
 * @param dropout probability of dropping an activation between layers and before the output
 * @param forgetBias initial bias of the forget gates
 * @param engine which LSTM computes
 */
public record ModelConfig(
        @Key(value = "Number of LSTM layers.", min = 1, max = 8)
        int layers,

        @Key(
                value = "Hidden size: one number for all layers, or a list of one a layer.",
                min = 1,
                max = 8192,
                notEmpty = true)
        List<Integer> hidden,

        @Key(
                value = "Probability of dropping an activation between layers and before the output, in training.",
                min = 0,
                max = 0.9)
        double dropout,

        @Key(value = "Initial bias of the forget gates; 1 lets a new network remember.", min = -10, max = 10)
        double forgetBias,

        @Key("Which LSTM computes: fast (charrnn's, exact truncated BPTT) or stock (Deeplearning4j's, for comparison).")
        Engine engine)
        implements Serializable {

    /** Which LSTM computes. */
    public enum Engine {
        /** charrnn's own: the right gradient, and quick. */
        FAST,
        /** Deeplearning4j's own: slow, and its truncated-BPTT gradient is wrong after the first segment. */
        STOCK
    }

    /** Keeps a copy of the list. */
    public ModelConfig {
        hidden = List.copyOf(hidden);
    }

    /** Hidden size of each layer, [layers]. */
    public List<Integer> hiddenSizes() {
        return hidden.size() == 1 ? Collections.nCopies(layers, hidden.get(0)) : hidden;
    }

    static ModelConfig defaults() {
        return new ModelConfig(2, List.of(128), 0, 1, Engine.FAST);
    }
}
