import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Compares the gradients of two segments of truncated BPTT by Deeplearning4j alone with numeric differentiation: first by
 * its LSTM as it is, then by a subclass that calls the method for truncated BPTT.
 *
 * <pre>java -cp charrnn.jar bench/TruncatedGradient.java</pre>
 */
public final class TruncatedGradient {
    private static final int SYMBOLS = 4;
    private static final int TIME = 5; // of a segment
    private static final double STEP = 1e-5;

    private TruncatedGradient() {}

    /** Differentiates from the carried state. */
    private static final class MendedLstm extends org.deeplearning4j.nn.layers.recurrent.LSTM {
        MendedLstm(NeuralNetConfiguration configuration) {
            super(configuration, DataType.DOUBLE);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
        }
    }

    public static void main(String[] args) {
        compare("stock ", network());
        MultiLayerNetwork mended = network();
        Layer stock = mended.getLayer(0);
        Layer layer = new MendedLstm(stock.conf());
        layer.setParamsViewArray(stock.params());
        layer.setParamTable(stock.conf().getLayer().initializer().init(stock.conf(), stock.params(), false));
        mended.getLayers()[0] = layer;
        compare("mended", mended);
    }

    private static MultiLayerNetwork network() {
        Nd4j.getRandom().setSeed(1);
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0)) // a rate of 0: the weights stay
                .list(
                        new LSTM.Builder()
                                .nIn(SYMBOLS)
                                .nOut(6)
                                .activation(Activation.TANH)
                                .build(),
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nIn(6)
                                .nOut(SYMBOLS)
                                .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(TIME)
                .build());
        net.init();
        net.setParams(Nd4j.randn(DataType.DOUBLE, net.params().shape()));
        return net;
    }

    private static void compare(String name, MultiLayerNetwork net) {
        INDArray text = Nd4j.zeros(DataType.DOUBLE, 1, SYMBOLS, 2 * TIME + 1); // one-hot
        for (int t = 0; t <= 2 * TIME; t++) {
            text.putScalar(0, t * t % SYMBOLS, t, 1);
        }
        int[] segment = {0};
        Map<String, INDArray> state = new TreeMap<>(); // before the segment; empty for zeros
        net.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                int from = segment[0]++ * TIME;
                INDArray inputs = part(text, from);
                INDArray targets = part(text, from + 1);
                MultiLayerNetwork copy = net.clone();
                model.gradient().gradientForVariable().forEach((parameter, gradient) -> {
                    INDArray numeric = gradient.ulike();
                    INDArray weights = copy.getParam(parameter);
                    for (long i = 0; i < weights.length(); i++) {
                        double weight = weights.getDouble(i);
                        weights.putScalar(i, weight + STEP);
                        double above = loss(copy, state, inputs, targets);
                        weights.putScalar(i, weight - STEP);
                        numeric.putScalar(i, (above - loss(copy, state, inputs, targets)) / (2 * STEP));
                        weights.putScalar(i, weight);
                    }
                    double error = numeric.sub(gradient).norm2Number().doubleValue()
                            / numeric.norm2Number().doubleValue();
                    System.out.printf(
                            "%s  segment %d  %-4s  relative error %.1e%n", name, segment[0], parameter, error);
                });
                loss(copy, state, inputs, targets);
                copy.rnnGetPreviousState(0).forEach((key, value) -> state.put(key, value.dup()));
            }
        });
        net.fit(new DataSet(
                text.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 2 * TIME)),
                text.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, 2 * TIME + 1))));
    }

    private static INDArray part(INDArray text, int from) {
        return text.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, from + TIME))
                .dup();
    }

    /** The loss of a segment in nats, summed over its time steps, from a given state. */
    private static double loss(MultiLayerNetwork net, Map<String, INDArray> state, INDArray inputs, INDArray targets) {
        net.rnnClearPreviousState();
        if (!state.isEmpty()) {
            net.rnnSetPreviousState(0, new TreeMap<>(state));
        }
        return -Transforms.log(net.rnnTimeStep(inputs)).mul(targets).sumNumber().doubleValue();
    }
}
