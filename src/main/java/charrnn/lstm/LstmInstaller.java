package charrnn.lstm;

import java.lang.reflect.Field;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelper;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Puts charrnn's LSTM into the layers of a network; needed after every build and after every restore. */
public final class LstmInstaller {
    private LstmInstaller() {}

    /**
     * Every LSTM layer of the network and its softmax output layer compute with charrnn's code from now on.
     *
     * @throws IllegalStateException if this version of Deeplearning4j does not let it in, or would hide its failures
     */
    public static void install(MultiLayerNetwork network) {
        install(network, 0);
    }

    /** @param shares threads to use; 0 for as many as the streams of a segment suffice for */
    static void install(MultiLayerNetwork network, int shares) {
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] instanceof LSTM lstm) {
                install(lstm, new FastLstm(i == 0, shares));
            } else if (layers[i] instanceof RnnOutputLayer output && isSoftmax(output)) {
                layers[i] = replacement(output, shares);
            }
        }
        // Gives the gradients' places to the new layer too.
        network.initGradientsView();
    }

    private static boolean isSoftmax(RnnOutputLayer output) {
        var conf =
                (org.deeplearning4j.nn.conf.layers.RnnOutputLayer) output.conf().getLayer();
        return conf.getActivationFn() instanceof ActivationSoftmax
                && conf.getLossFn() instanceof LossMCXENT
                && conf.hasBias()
                && conf.getRnnDataFormat() == RNNFormat.NCW;
    }

    /** The same layer with another way to compute: the same parameters, configuration and listeners. */
    private static Layer replacement(RnnOutputLayer output, int shares) {
        FastOutput fast = new FastOutput(output.conf(), output.params().dataType(), shares);
        fast.setIndex(output.getIndex());
        fast.setListeners(output.getListeners());
        fast.setParamsViewArray(output.params());
        fast.setParamTable(output.paramTable());
        return fast;
    }

    private static void install(LSTM layer, FastLstm helper) {
        var conf = (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer();
        if (conf.isHelperAllowFallback()) {
            throw new IllegalStateException(
                    "the LSTM layer " + ((FeedForwardLayer) conf).getLayerName()
                            + " allows a silent fall back to Deeplearning4j's own LSTM; build it with helperAllowFallback(false)");
        }
        if (!helper.checkSupported(conf.getGateActivationFn(), conf.getActivationFn(), false)) {
            throw new IllegalStateException("charrnn's LSTM needs tanh and sigmoid, not " + conf.getActivationFn()
                    + " and " + conf.getGateActivationFn());
        }
        try {
            helperField().set(layer, helper);
        } catch (IllegalAccessException e) {
            throw changed(e);
        }
    }

    /** Whether every LSTM layer of the network and its softmax output layer compute with charrnn's code. */
    public static boolean isInstalled(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            try {
                boolean stockLstm = layer instanceof LSTM && !(helperField().get(layer) instanceof FastLstm);
                boolean stockOutput =
                        layer instanceof RnnOutputLayer output && isSoftmax(output) && !(output instanceof FastOutput);
                if (stockLstm || stockOutput) {
                    return false;
                }
            } catch (IllegalAccessException e) {
                throw changed(e);
            }
        }
        return true;
    }

    /**
     * The field that Deeplearning4j fills with cuDNN's helper on a GPU. It has no setter; LstmInstallerTest fails
     * loudly the day it goes away.
     */
    private static Field helperField() {
        try {
            Field field = LSTM.class.getDeclaredField("helper");
            if (field.getType() != LSTMHelper.class) {
                throw changed(new NoSuchFieldException("helper is a " + field.getType()));
            }
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw changed(e);
        }
    }

    private static IllegalStateException changed(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "this version of Deeplearning4j has no place for another LSTM (field \"helper\" of "
                        + LSTM.class.getName() + "): charrnn needs 1.0.0-M2.1",
                cause);
    }
}
