package charrnn.lstm;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Replaces a network's stock layers by charrnn's, which is necessary after every build and every restore. */
public final class LstmInstaller {
    private LstmInstaller() {}

    /**
     * Replaces all layers of a network of type FLOAT.
     *
     * @param network LSTM layers with tanh and sigmoid, and a softmax output layer with cross-entropy, all with biases,
     *     format NCW and plain dropout or none
     * @param coupled whether the LSTM layers compute the input gate as 1 - f and train both gates as one; the weights must
     *     be coupled, see {@link #isCoupled}
     * @param factorType type to which the factors of the LSTM layers' products are rounded in training, FLOAT or
     *     BFLOAT16; all other numbers and inference stay in float32
     * @throws IllegalStateException for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public static void install(MultiLayerNetwork network, boolean coupled, DataType factorType) {
        install(network, coupled, 0, factorType);
    }

    /** @param shares number of threads; 0 chooses it by the number of streams */
    static void install(MultiLayerNetwork network, boolean coupled, int shares, DataType factorType) {
        if (factorType == DataType.BFLOAT16 && !OneDnn.multipliesBfloat16()) {
            throw new IllegalStateException("a network cannot be trained with products of BFLOAT16 here");
        }
        Layer[] layers = network.getLayers();
        int last = layers.length - 1;
        for (int i = 0; i < last; i++) {
            layers[i] = initialize(layers[i], new FastLstm(layers[i].conf(), i == 0, coupled, shares, factorType));
        }
        layers[last] = initialize(layers[last], new FastOutput(layers[last].conf(), shares));
        // Gives the new layers their gradient arrays.
        network.initGradientsView();
    }

    /** Whether the network's layers are charrnn's. */
    public static boolean isInstalled(MultiLayerNetwork network) {
        return network.getLayer(0) instanceof FastLstm;
    }

    /** Whether the network's LSTM layers round the factors of their products to bfloat16 in training. */
    public static boolean multipliesBfloat16(MultiLayerNetwork network) {
        return network.getLayer(0) instanceof FastLstm fast && fast.factorType == DataType.BFLOAT16;
    }

    /** Whether the network's LSTM layers are charrnn's and compute coupled gates. */
    public static boolean computesCoupledGates(MultiLayerNetwork network) {
        return network.getLayer(0) instanceof FastLstm fast && fast.coupled;
    }

    /**
     * Couples the gates of a network: sets weights and biases of each LSTM layer's input gate to the negated ones of its
     * forget gate. Since σ(-z) = 1 - σ(z), the input gate is 1 - f then.
     */
    public static void couple(MultiLayerNetwork network) {
        for (int i = 0; i < network.getnLayers() - 1; i++) {
            LstmPass.setInputGates(parameters(network.getLayer(i)));
        }
    }

    /** Whether the weights of all input gates are exactly the negated ones of the forget gates, as {@link #couple} sets them. */
    public static boolean isCoupled(MultiLayerNetwork network) {
        return IntStream.range(0, network.getnLayers() - 1)
                .mapToObj(network::getLayer)
                .flatMap(layer -> Stream.of(parameters(layer)))
                .allMatch(LstmInstaller::isCoupled);
    }

    private static boolean isCoupled(INDArray parameter) {
        long hidden = parameter.size(-1) / 4;
        float[] forget = Matrix.columns(parameter, hidden, hidden).dup().data().asFloat();
        float[] input =
                Matrix.columns(parameter, 3 * hidden, hidden).dup().data().asFloat();
        return IntStream.range(0, input.length).allMatch(k -> input[k] == -forget[k]);
    }

    private static INDArray[] parameters(Layer lstm) {
        return new INDArray[] {lstm.getParam("W"), lstm.getParam("RW"), lstm.getParam("b")};
    }

    /** Gives a new layer the index, the listeners and the parameters of the stock layer. */
    private static Layer initialize(Layer stock, BaseLayer<?> fast) {
        fast.setIndex(stock.getIndex());
        fast.setListeners(stock.getListeners());
        fast.setParamsViewArray(stock.params());
        fast.setParamTable(stock.paramTable());
        return fast;
    }
}
