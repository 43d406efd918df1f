package charrnn.lstm;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Reads one symbol at a time through a stack of LSTMs, for generating text: one stream, in single precision. A step is
 * bound by reading the weights once; the one-hot input of the first layer is not multiplied but picks a row of its weights.
 * The weights are copies: later training does not change them. For many streams there is {@link LstmBatchStepper}.
 *
 * <p>The probabilities are those of {@code MultiLayerNetwork.rnnTimeStep} within 1e-5. Not thread-safe.
 */
public final class LstmStepper {
    private final StepWeights weights;
    private final StepBlock block;
    private final boolean allThreadsFree;
    private final int[] read = new int[1];

    /** @param network LSTM layers and a softmax output layer, restored or trained */
    public LstmStepper(MultiLayerNetwork network) {
        this(network, true);
    }

    /**
     * @param network LSTM layers and a softmax output layer, restored or trained
     * @param allThreadsFree whether it may take all native threads; where others want them, one is faster
     */
    public LstmStepper(MultiLayerNetwork network, boolean allThreadsFree) {
        this.allThreadsFree = allThreadsFree;
        weights = StepWeights.copyOf(LstmStack.of(network), 1);
        block = new StepBlock(weights);
        reset();
    }

    /** H of each layer, from the first to the last. */
    public List<Integer> hiddenSizes() {
        return weights.layers().stream().map(StepWeights.LayerWeights::hidden).toList();
    }

    /** Outputs h of a layer after the last step, [H]; valid until the next step. */
    public float[] hidden(int layer) {
        return block.hidden(layer);
    }

    /** Cell states c of a layer after the last step, [H]; valid until the next step. */
    public float[] cells(int layer) {
        return block.cells(layer);
    }

    /** Forgets all that was read. */
    public void reset() {
        block.reset(0);
    }

    /**
     * Reads one symbol.
     *
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next call
     */
    public float[] step(int symbol) {
        read[0] = symbol;
        block.step(read, 0, 1, allThreadsFree);
        return block.logProbabilities(0);
    }
}
