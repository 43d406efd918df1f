package charrnn.lstm;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
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
     * Replaces every LSTM layer of the network and its softmax output layer.
     *
     * @throws IllegalStateException if the network is not of type FLOAT, or charrnn's LSTM does not support the
     *     configuration of a layer
     */
    public static void install(MultiLayerNetwork network) {
        install(network, DataType.FLOAT);
    }

    /**
     * Likewise, with the factors of products rounded in training. Everything else, and inference, stays in float32.
     *
     * @param factorType FLOAT or BFLOAT16
     * @throws IllegalStateException also for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public static void install(MultiLayerNetwork network, DataType factorType) {
        install(network, 0, factorType);
    }

    /** @param shares number of threads; 0 chooses it by the number of streams */
    static void install(MultiLayerNetwork network, int shares, DataType factorType) {
        checkTypes(network.params().dataType(), factorType);
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] instanceof LSTM stock && !(stock instanceof FastLstm)) {
                check(stock);
                FastLstm fast = new FastLstm(stock.conf(), i == 0, shares, factorType);
                takeOver(stock, fast);
                fast.rnnSetPreviousState(stock.rnnGetPreviousState());
                fast.rnnSetTBPTTState(stock.rnnGetTBPTTState());
                layers[i] = fast;
            } else if (layers[i] instanceof RnnOutputLayer stock && isSoftmax(stock)) {
                FastOutput fast = new FastOutput(stock.conf(), shares);
                takeOver(stock, fast);
                layers[i] = fast;
            }
        }
        // Gives the new layers their gradient arrays.
        network.initGradientsView();
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

    private static void takeOver(BaseLayer<?> stock, BaseLayer<?> fast) {
        fast.setIndex(stock.getIndex());
        fast.setListeners(stock.getListeners());
        fast.setParamsViewArray(stock.params());
        fast.setParamTable(stock.paramTable());
    }

    private static void check(LSTM layer) {
        var conf = (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer();
        IActivation gates = conf.getGateActivationFn();
        IActivation cells = conf.getActivationFn();
        boolean known = gates instanceof ActivationSigmoid
                && cells instanceof ActivationTanH
                && conf.getWeightNoise() == null
                && conf.getRnnDataFormat() == RNNFormat.NCW;
        if (!known) {
            throw new IllegalStateException("the LSTM layer " + conf.getLayerName()
                    + " has the activations " + cells + " and " + gates + ", weight noise " + conf.getWeightNoise()
                    + " and format " + conf.getRnnDataFormat()
                    + "; charrnn's has tanh and sigmoid, no weight noise and format NCW");
        }
    }

    private static boolean isSoftmax(RnnOutputLayer output) {
        var conf =
                (org.deeplearning4j.nn.conf.layers.RnnOutputLayer) output.conf().getLayer();
        return conf.getActivationFn() instanceof ActivationSoftmax
                && conf.getLossFn() instanceof LossMCXENT
                && conf.hasBias()
                && conf.getRnnDataFormat() == RNNFormat.NCW;
    }

    /** Whether every LSTM layer of the network and its softmax output layer are charrnn's. */
    public static boolean isInstalled(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            boolean stockLstm = layer instanceof LSTM && !(layer instanceof FastLstm);
            boolean stockOutput =
                    layer instanceof RnnOutputLayer output && isSoftmax(output) && !(output instanceof FastOutput);
            if (stockLstm || stockOutput) {
                return false;
            }
        }
        return true;
    }
}
