package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies of a network's weights in the form that {@link StepBlock}s use. All blocks share them.
 *
 * @param rows maximum number of streams of a block
 * @param layers weights of the LSTM layers, from the first to the last
 * @param output weights of the output layer, [H, V]
 * @param outputBias [V]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StepWeights(int rows, List<LayerWeights> layers, WeightMatrix output, float[] outputBias) {
    /**
     * A layer of n inputs and H units. W is stacked above R, so that one product multiplies x and h, which stand side
     * by side. The first layer multiplies only h: its input is one-hot and selects a row of W.
     *
     * @param inputWidth number of multiplied inputs: n; in the first layer 0
     * @param hidden H
     * @param coupled whether the input gate is coupled to the forget gate
     * @param stacked W above R, [n + H, GH] with the G computed {@link Gates}; in the first layer R, [H, GH]
     * @param inputRows addend of the product: b, [1, GH]; in the first layer W + b, a row for each symbol, [n, GH]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LayerWeights(int inputWidth, int hidden, boolean coupled, WeightMatrix stacked, float[] inputRows) {
        static LayerWeights copyOf(Layer layer, boolean first, boolean coupled, int rows) {
            INDArray weights = layer.getParam("W");
            INDArray recurrentWeights = layer.getParam("RW");
            int inputs = (int) weights.size(0);
            int hidden = (int) recurrentWeights.size(0);
            int inputWidth = first ? 0 : inputs;
            int size = Gates.count(coupled) * hidden;
            Matrix stacked = new Matrix(inputWidth + hidden, size);
            stacked.rows(inputWidth, hidden).assign(Matrix.columns(recurrentWeights, 0, size));
            Matrix inputRows = new Matrix(first ? inputs : 1, size);
            (first ? inputRows.array : stacked.rows(0, inputWidth)).assign(Matrix.columns(weights, 0, size));
            INDArray bias = Matrix.columns(layer.getParam("b"), 0, size);
            inputRows.array.addiRowVector(bias.castTo(DataType.FLOAT));
            return new LayerWeights(
                    inputWidth,
                    hidden,
                    coupled,
                    WeightMatrix.of(stacked, rows),
                    inputRows.array.data().asFloat());
        }

        int width() {
            return inputWidth + hidden;
        }
    }

    /**
     * @param network LSTM layers and a softmax output layer
     * @param rows maximum number of streams of a block
     */
    static StepWeights copyOf(MultiLayerNetwork network, int rows) {
        boolean coupled = LstmInstaller.isCoupled(network);
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < network.getnLayers() - 1; i++) {
            layers.add(LayerWeights.copyOf(network.getLayer(i), i == 0, coupled, rows));
        }
        Layer last = network.getOutputLayer();
        INDArray weights = last.getParam("W");
        Matrix output = new Matrix((int) weights.size(0), (int) weights.size(1));
        output.array.assign(weights);
        float[] bias = last.getParam("b").dup().data().asFloat();
        return new StepWeights(rows, List.copyOf(layers), WeightMatrix.of(output, rows), bias);
    }

    int vocabulary() {
        return outputBias.length;
    }
}
