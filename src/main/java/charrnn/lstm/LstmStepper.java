package charrnn.lstm;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Reads one symbol at a time through a stack of LSTMs, for generating text: one stream, single precision, no native
 * call and nothing allocated per step. A step is bound by reading the weights once, which one thread does as fast as
 * two; the one-hot input of the first layer is not multiplied but picks a row of its weights. The weights are copies:
 * later training does not change them. For many streams there is {@link LstmBatchStepper}.
 *
 * <p>The probabilities are those of {@code MultiLayerNetwork.rnnTimeStep} within 1e-5. Not thread-safe.
 */
public final class LstmStepper {
    private final List<StepLayer> layers;
    private final RowMatrix outputWeights; // [H, V]
    private final float[] outputBias; // [V]
    private final float[] logProbabilities; // [V]

    /** @param network LSTM layers and a softmax output layer, restored or trained */
    public LstmStepper(MultiLayerNetwork network) {
        LstmStack stack = LstmStack.of(network);
        layers = stack.layers().stream().map(StepLayer::new).toList();
        outputWeights = RowMatrix.copyOf(stack.weights());
        outputBias = stack.bias().toFloatVector();
        logProbabilities = new float[outputBias.length];
    }

    /** H of each layer, from the first to the last. */
    public List<Integer> hiddenSizes() {
        return layers.stream().map(layer -> layer.hidden).toList();
    }

    /** Outputs h of a layer after the last step, [H]; valid until the next step. */
    public float[] hidden(int layer) {
        return layers.get(layer).h;
    }

    /** Cell states c of a layer after the last step, [H]; valid until the next step. */
    public float[] cells(int layer) {
        return layers.get(layer).c;
    }

    /** Forgets all that was read. */
    public void reset() {
        layers.forEach(StepLayer::reset);
    }

    /**
     * Reads one symbol.
     *
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next call
     */
    public float[] step(int symbol) {
        float[] input = layers.get(0).stepFrom(symbol);
        for (int i = 1; i < layers.size(); i++) {
            input = layers.get(i).stepFrom(input);
        }
        System.arraycopy(outputBias, 0, logProbabilities, 0, outputBias.length);
        outputWeights.addProduct(input, logProbabilities);
        LogSoftmax.inPlace(logProbabilities);
        return logProbabilities;
    }

    /** One layer and its state. */
    private static final class StepLayer {
        private static final Gates<float[]> GATES = Precision.SINGLE.gates();

        private final int hidden;
        private final RowMatrix weights; // W [n, 4H]
        private final RowMatrix recurrentWeights; // R [H, 4H]
        private final float[] sums; // [4H], x W + h R
        private final GateRows<float[]> z; // the same as four gates
        private final GateRows<float[]> bias;
        private final float[] c; // [H]
        private final float[] tanhC; // [H]
        private final float[] h; // [H]

        StepLayer(LstmStack.Lstm layer) {
            weights = RowMatrix.copyOf(layer.weights());
            recurrentWeights = RowMatrix.copyOf(layer.recurrentWeights());
            hidden = layer.hidden();
            sums = new float[4 * hidden];
            z = new GateRows<>(Precision.SINGLE, 1, hidden);
            bias = new GateRows<>(Precision.SINGLE, 1, hidden);
            bias.set(0, layer.bias().toFloatVector(), 0);
            c = new float[hidden];
            tanhC = new float[hidden];
            h = new float[hidden];
        }

        void reset() {
            Arrays.fill(c, 0);
            Arrays.fill(h, 0);
        }

        float[] stepFrom(int symbol) {
            Arrays.fill(sums, 0);
            weights.addRow(symbol, sums);
            return step();
        }

        float[] stepFrom(float[] input) {
            Arrays.fill(sums, 0);
            weights.addProduct(input, sums);
            return step();
        }

        private float[] step() {
            recurrentWeights.addProduct(h, sums);
            z.set(0, sums, 0);
            GATES.forward(z, bias, c, tanhC, h, hidden);
            return h;
        }
    }
}
