package charrnn.config;

import charrnn.config.Key.Bounds;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** Section {@code model}: the network. */
public record ModelConfig(
        @Key("Number of LSTM layers.")
        @Bounds(byDefault = "2", min = 1, max = MAX_LAYERS, fixed = "the saved weights have this shape")
        int layers,

        @Key("Hidden size: one number for all layers, or a list with one for each layer.")
        @Bounds(
                byDefault = "128",
                min = 1,
                max = MAX_HIDDEN,
                notEmpty = true,
                fixed = "the saved weights have this shape")
        List<Integer> hidden,

        @Key("Probability of dropping an activation between layers and before the output, in training.")
        @Bounds(byDefault = "0", min = 0, max = 0.9, fixed = "the saved network has it built in")
        double dropout,

        @Key("Initial bias of the forget gates; 1 lets a new network remember.")
        @Bounds(byDefault = "1", min = -10, max = 10, fixed = "it only sets the weights of a new network")
        double forgetBias,

        @Key(
                "full, or coupled: the input gate is 1 - the forget gate, which saves a quarter of the computation; for engine"
                        + " fast only.")
        @Bounds(byDefault = "full", fixed = "the saved network has it built in")
        Gates gates,

        @Key("Number of matches that the network reads: what followed the last characters where they occurred before in"
                + " the same file.")
        @Bounds(byDefault = "0", min = 0, max = 2, fixed = "the saved weights have this shape")
        int match,

        @Key("Whether the network also reads the next characters of the names used last in the same file.")
        @Bounds(byDefault = "false", fixed = "the saved weights have this shape")
        boolean names,

        @Key("Implementation of the LSTM and of Adam: fast (charrnn's, exact truncated BPTT) or stock"
                + " (Deeplearning4j's, for comparison).")
        @Bounds(byDefault = "fast")
        Engine engine)
        implements Serializable {
    public static final int MAX_LAYERS = 8;
    public static final int MAX_HIDDEN = 8192;

    public enum Gates {
        /** The input gate has weights of its own. */
        FULL,
        /** The input gate is 1 - the forget gate. */
        COUPLED
    }

    public enum Engine {
        /** charrnn's LSTM: fast, with the exact gradient. */
        FAST,
        /** Deeplearning4j's LSTM: slow, and its truncated-BPTT gradient is wrong after the first segment. */
        STOCK
    }

    /** Hidden size of each layer, [layers]. */
    public List<Integer> hiddenSizes() {
        return hidden.size() == 1 ? Collections.nCopies(layers, hidden.get(0)) : hidden;
    }
}
