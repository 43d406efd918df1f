package charrnn.lstm;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Replaces a network's stock layers by charrnn's, after every build and every restore. Both have the same configuration
 * and parameters, so that a checkpoint does not depend on the kind of layer.
 */
public final class LstmInstaller {
    private LstmInstaller() {}

    /**
     * Replaces all layers of a network of LSTM layers and a softmax output layer.
     *
     * @param factorType type to which the factors of the LSTM layers' products are rounded in training, FLOAT or
     *     BFLOAT16; all else, and inference, stays in float32
     * @throws IllegalStateException if the network is not of type FLOAT, if charrnn's layers do not support the
     *     configuration of a layer, or for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public static void install(MultiLayerNetwork network, DataType factorType) {
        install(network, 0, factorType);
    }

    /** @param shares number of threads; 0 chooses it by the number of streams */
    static void install(MultiLayerNetwork network, int shares, DataType factorType) {
        checkTypes(network.params().dataType(), factorType);
        Layer[] layers = network.getLayers();
        for (Layer layer : layers) {
            checkSupported(layer.conf().getLayer());
        }
        int last = layers.length - 1;
        for (int i = 0; i < last; i++) {
            layers[i] = takeOver(layers[i], new FastLstm(layers[i].conf(), i == 0, shares, factorType));
        }
        layers[last] = takeOver(layers[last], new FastOutput(layers[last].conf(), shares));
        // Gives the new layers their gradient arrays.
        network.initGradientsView();
    }

    /** Whether the network's layers are charrnn's. */
    public static boolean isInstalled(MultiLayerNetwork network) {
        return network.getLayer(0) instanceof FastLstm;
    }

    /** Whether the network's LSTM layers round the factors of their products to bfloat16 in training. */
    public static boolean multipliesBfloat16(MultiLayerNetwork network) {
        return network.getLayer(0) instanceof FastLstm fast && fast.multipliesBfloat16();
    }

    private static void checkTypes(DataType network, DataType factorType) {
        boolean possible =
                factorType == DataType.FLOAT || factorType == DataType.BFLOAT16 && OneDnn.multipliesBfloat16();
        if (network != DataType.FLOAT || !possible) {
            throw new IllegalStateException(
                    "a network of " + network + " cannot be trained with products of " + factorType + " here");
        }
    }

    private static void checkSupported(org.deeplearning4j.nn.conf.layers.Layer layer) {
        boolean supported = layer instanceof LSTM lstm
                ? lstm.getGateActivationFn() instanceof ActivationSigmoid
                        && lstm.getActivationFn() instanceof ActivationTanH
                        && lstm.getWeightNoise() == null
                        && lstm.getRnnDataFormat() == RNNFormat.NCW
                : layer instanceof RnnOutputLayer output
                        && output.getActivationFn() instanceof ActivationSoftmax
                        && output.getLossFn() instanceof LossMCXENT
                        && output.hasBias()
                        && output.getRnnDataFormat() == RNNFormat.NCW;
        boolean plainDropout = layer.getIDropout() == null
                || layer.getIDropout() instanceof Dropout dropout && dropout.getPSchedule() == null;
        if (!supported || !plainDropout) {
            throw new IllegalStateException(
                    "charrnn's layers are LSTMs with tanh and sigmoid and a softmax with cross-entropy,"
                            + " format NCW, plain dropout and no weight noise, but this one is " + layer);
        }
    }

    private static Layer takeOver(Layer stock, BaseLayer<?> fast) {
        fast.setIndex(stock.getIndex());
        fast.setListeners(stock.getListeners());
        fast.setParamsViewArray(stock.params());
        fast.setParamTable(stock.paramTable());
        return fast;
    }
}
