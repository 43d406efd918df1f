package charrnn.lstm;

import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** What a stock layer must be so that {@link FastLstm} or {@link FastOutput} can replace it. */
final class Requirements {
    /** The losses that {@link FastOutput} computes; other classes that extend them compute something else. */
    private static final Set<Class<?>> CROSS_ENTROPIES = Set.of(LossMCXENT.class, LossNegativeLogLikelihood.class);

    private Requirements() {}

    /** The reason why a stock layer cannot be replaced; empty if it can. */
    static String unmet(Layer layer) {
        if (layer.getClass() == LSTM.class) {
            return unmet(
                    layer, (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer());
        }
        if (layer.getClass() == RnnOutputLayer.class) {
            return unmet(layer, (org.deeplearning4j.nn.conf.layers.RnnOutputLayer)
                    layer.conf().getLayer());
        }
        return "a layer of class " + layer.getClass().getSimpleName();
    }

    /**
     * Checks that a network consists of LSTM layers and an output layer that charrnn can compute.
     *
     * @throws IllegalArgumentException if not
     */
    static void check(MultiLayerNetwork network) {
        int last = network.getnLayers() - 1;
        for (int i = 0; i <= last; i++) {
            Layer stock = LstmInstaller.stock(network.getLayer(i));
            String reason = (i < last) == stock instanceof LSTM
                    ? unmet(stock)
                    : i < last ? "not an LSTM" : "not an output layer for sequences";
            if (!reason.isEmpty()) {
                throw new IllegalArgumentException("layer " + i + " of " + (last + 1) + ": " + reason);
            }
        }
    }

    private static String unmet(Layer layer, org.deeplearning4j.nn.conf.layers.LSTM lstm) {
        boolean usual = lstm.getActivationFn() instanceof ActivationTanH
                && lstm.getGateActivationFn() instanceof ActivationSigmoid;
        return usual
                ? unmet(layer, lstm, lstm.getRnnDataFormat())
                : "an LSTM with " + lstm.getActivationFn() + " and " + lstm.getGateActivationFn()
                        + " instead of tanh and sigmoid";
    }

    private static String unmet(Layer layer, org.deeplearning4j.nn.conf.layers.RnnOutputLayer output) {
        boolean crossEntropy = output.getActivationFn() instanceof ActivationSoftmax
                && output.getLossFn() instanceof LossMCXENT loss
                && CROSS_ENTROPIES.contains(loss.getClass())
                && loss.getWeights() == null
                && output.hasBias();
        return crossEntropy
                ? unmet(layer, output, output.getRnnDataFormat())
                : "an output layer without softmax, bias or unweighted cross-entropy";
    }

    private static String unmet(Layer layer, BaseLayer conf, @Nullable RNNFormat format) {
        if (layer.params().dataType() != DataType.FLOAT) {
            return "of type " + layer.params().dataType() + " instead of FLOAT";
        }
        if (format == RNNFormat.NWC) {
            return "of format NWC instead of NCW";
        }
        if (conf.getWeightNoise() != null) {
            return "with weight noise";
        }
        IDropout dropout = conf.getIDropout();
        boolean plain = dropout == null || dropout instanceof Dropout constant && constant.getPSchedule() == null;
        return plain ? "" : "with a dropout other than that of a constant probability";
    }
}
