package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies of a network's weights in the form that blocks use. All blocks share them.
 *
 * @param activeInputs number of symbols of an input, k
 * @param layers weights of the LSTM layers, from the first to the last
 * @param output weights of the output layer, [H, V]
 * @param outputBias [V]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StepWeights(int activeInputs, List<LayerWeights> layers, WeightMatrix output, float[] outputBias) {
    /**
     * A layer of n inputs and H units.
     *
     * @param hidden H
     * @param coupled whether the input gate is coupled to the forget gate
     * @param input W, [n, GH] with the G computed {@link Gates}; empty in the first layer, whose input is k symbols, which
     *     select rows of W
     * @param recurrent R, [H, GH]
     * @param inputRows addend of the products: b, [1, GH]; in the first layer W + b / k, a row for each symbol, [n, GH]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LayerWeights(
            int hidden, boolean coupled, Optional<WeightMatrix> input, WeightMatrix recurrent, float[] inputRows) {
        static LayerWeights copyOf(Layer layer, int activeInputs, boolean coupled, DataType factorType) {
            boolean first = activeInputs > 0;
            int hidden = (int) layer.getParam("RW").size(0);
            int size = Gates.count(coupled) * hidden;
            Matrix input = Matrix.copyOf(Matrix.columns(layer.getParam("W"), 0, size));
            Matrix inputRows = first ? input : new Matrix(1, size);
            Matrix recurrent = Matrix.copyOf(Matrix.columns(layer.getParam("RW"), 0, size));
            INDArray bias = Matrix.columns(layer.getParam("b"), 0, size);
            inputRows.array.addiRowVector(bias.castTo(DataType.FLOAT).div(Math.max(1, activeInputs)));
            return new LayerWeights(
                    hidden,
                    coupled,
                    first ? Optional.empty() : Optional.of(new WeightMatrix(input, factorType)),
                    new WeightMatrix(recurrent, factorType),
                    inputRows.array.data().asFloat());
        }
    }

    /**
     * @param network LSTM layers and a softmax output layer
     * @param activeInputs number of symbols of an input, k
     * @param factorType type to which the LSTM layers round the factors of their products: FLOAT or, by oneDNN, BFLOAT16
     */
    static StepWeights copyOf(MultiLayerNetwork network, int activeInputs, DataType factorType) {
        boolean coupled = LstmInstaller.isCoupled(network);
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < network.getnLayers() - 1; i++) {
            layers.add(LayerWeights.copyOf(network.getLayer(i), i == 0 ? activeInputs : 0, coupled, factorType));
        }
        Layer last = network.getOutputLayer();
        Matrix output = Matrix.copyOf(last.getParam("W"));
        float[] bias = last.getParam("b").dup().data().asFloat();
        return new StepWeights(activeInputs, List.copyOf(layers), new WeightMatrix(output, DataType.FLOAT), bias);
    }

    /** Number of different symbols that a network reads, n. */
    int inputs() {
        LayerWeights first = layers.get(0);
        return first.inputRows().length / (Gates.count(first.coupled()) * first.hidden());
    }

    /** Number of classes that a network predicts, V. */
    int vocabulary() {
        return outputBias.length;
    }
}
