package charrnn.lstm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads one symbol at a time through a stack of LSTMs, for generating text: one stream, single precision, no native
 * call and nothing allocated per step. A step is bound by reading the weights once, row by row; the one-hot input of
 * the first layer is not multiplied but picks a row of its weights. The weights are copies: later training does not
 * change them.
 *
 * <p>The probabilities are those of {@code MultiLayerNetwork.rnnTimeStep} within 1e-5.
 */
public final class LstmStepper {
    private final List<StepLayer> layers = new ArrayList<>();
    private final float[] outputWeights; // [H, V]
    private final float[] outputBias; // [V]
    private final float[] logProbabilities; // [V]

    /** @param network LSTM layers and a softmax output layer, restored or trained */
    public LstmStepper(MultiLayerNetwork network) {
        Layer[] all = network.getLayers();
        for (Layer layer : all) {
            if (layer instanceof LSTM) {
                layers.add(new StepLayer(layer));
            }
        }
        if (layers.size() != all.length - 1 || !(all[all.length - 1] instanceof RnnOutputLayer)) {
            throw new IllegalArgumentException("not a stack of LSTM layers with an output layer");
        }
        outputWeights = rowMajor(all[all.length - 1].getParam("W"));
        outputBias = rowMajor(all[all.length - 1].getParam("b"));
        logProbabilities = new float[outputBias.length];
    }

    private static float[] rowMajor(INDArray array) {
        return Nd4j.toFlattened('c', array).toFloatVector();
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
        addProduct(input, outputWeights, logProbabilities);
        logSoftmax(logProbabilities);
        return logProbabilities;
    }

    /** {@code sum += vector · matrix}, the matrix [vector, sum] row by row. */
    private static void addProduct(float[] vector, float[] matrix, float[] sum) {
        for (int k = 0; k < vector.length; k++) {
            addRow(vector[k], matrix, k * sum.length, sum);
        }
    }

    private static void addRow(float factor, float[] matrix, int at, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(factor, matrix[at + j], sum[j]);
        }
    }

    private static void logSoftmax(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        float logSum = (float) (max + Math.log(sum));
        for (int i = 0; i < logits.length; i++) {
            logits[i] -= logSum;
        }
    }

    /** One layer and its state. */
    private static final class StepLayer {
        private static final Gates<float[]> GATES = Precision.SINGLE.gates();

        private final int hidden;
        private final float[] weights; // [n, 4H]
        private final float[] recurrentWeights; // [H, 4H]
        private final float[] bias; // [4H]
        private final float[] z; // [4H]
        private final float[] cells; // [2, H]: before, after
        private final float[] tanhCells; // [H]
        private final float[] h; // [H]

        StepLayer(Layer layer) {
            weights = rowMajor(layer.getParam("W"));
            recurrentWeights = rowMajor(layer.getParam("RW"));
            bias = rowMajor(layer.getParam("b"));
            hidden = bias.length / 4;
            z = new float[4 * hidden];
            cells = new float[2 * hidden];
            tanhCells = new float[hidden];
            h = new float[hidden];
        }

        void reset() {
            Arrays.fill(cells, 0);
            Arrays.fill(h, 0);
        }

        float[] stepFrom(int symbol) {
            System.arraycopy(weights, symbol * z.length, z, 0, z.length);
            Precision.SINGLE.add(bias, 0, z, 0, z.length);
            return step();
        }

        float[] stepFrom(float[] input) {
            System.arraycopy(bias, 0, z, 0, z.length);
            addProduct(input, weights, z);
            return step();
        }

        private float[] step() {
            addProduct(h, recurrentWeights, z);
            System.arraycopy(cells, hidden, cells, 0, hidden);
            GATES.forward(z, 0, cells, 0, hidden, tanhCells, 0, h, 1, hidden);
            return h;
        }
    }
}
