package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
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
     * @param below width of x: n; in the first layer 0
     * @param hidden H
     * @param stacked W above R, [n + H, 4H]; in the first layer R, [H, 4H]
     * @param start addend of the product: b, [1, 4H]; in the first layer W + b, a row for each symbol, [n, 4H]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LayerWeights(int below, int hidden, WeightMatrix stacked, float[] start) {
        static LayerWeights copyOf(Layer layer, boolean first, int rows) {
            INDArray weights = layer.getParam("W");
            INDArray recurrentWeights = layer.getParam("RW");
            int inputs = (int) weights.size(0);
            int hidden = (int) recurrentWeights.size(0);
            int below = first ? 0 : inputs;
            Matrix stacked = new Matrix(below + hidden, 4 * hidden);
            stacked.rows(below, hidden).assign(recurrentWeights);
            Matrix start = new Matrix(first ? inputs : 1, 4 * hidden);
            (first ? start.array : stacked.rows(0, below)).assign(weights);
            start.array.addiRowVector(layer.getParam("b").castTo(DataType.FLOAT));
            return new LayerWeights(
                    below,
                    hidden,
                    WeightMatrix.of(stacked, rows),
                    start.array.data().asFloat());
        }

        int width() {
            return below + hidden;
        }
    }

    /**
     * @param network LSTM layers and a softmax output layer
     * @param rows maximum number of streams of a block
     * @throws IllegalArgumentException if the network has other layers
     */
    static StepWeights copyOf(MultiLayerNetwork network, int rows) {
        Layer[] all = network.getLayers();
        List<LayerWeights> layers = new ArrayList<>();
        for (Layer layer : all) {
            if (layer instanceof LSTM) {
                layers.add(LayerWeights.copyOf(layer, layers.isEmpty(), rows));
            }
        }
        Layer last = all[all.length - 1];
        if (layers.isEmpty() || layers.size() != all.length - 1 || !(last instanceof RnnOutputLayer)) {
            throw new IllegalArgumentException("not a stack of LSTM layers with an output layer");
        }
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
