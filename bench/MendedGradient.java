import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
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
 * Mends the gradient that docs/lab/deeplearning4j-tbptt.md shows to be wrong, by a subclass of the layer in a network and by a
 * subclass of the graph, and compares it with central differences of the loss.
 *
 * <pre>java -cp charrnn.jar bench/MendedGradient.java</pre>
 */
public final class MendedGradient {
    private static final int SYMBOLS = 4;
    private static final int TIME = 5; // of a segment
    private static final double STEP = 1e-5;

    private MendedGradient() {}

    /** Differentiates from the carried state. */
    private static final class MendedLstm extends org.deeplearning4j.nn.layers.recurrent.LSTM {
        MendedLstm(Layer stock) {
            super(stock.conf(), DataType.DOUBLE);
            setParamsViewArray(stock.params());
            setParamTable(stock.paramTable());
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
        }
    }

    /** Calls the method for truncated BPTT, and does not clear the state after each segment. */
    private static final class MendedGraph extends ComputationGraph {
        MendedGraph(ComputationGraphConfiguration configuration) {
            super(configuration);
            clearTbpttState = false;
        }

        @Override
        protected void calcBackpropGradients(boolean clearLayers, boolean truncatedBPTT, INDArray... epsilons) {
            super.calcBackpropGradients(clearLayers, true, epsilons);
        }
    }

    public static void main(String[] args) {
        MultiLayerNetwork network = network();
        ComputationGraphConfiguration configuration =
                network.toComputationGraph().getConfiguration();
        configuration.setBackpropType(BackpropType.TruncatedBPTT);
        configuration.setTbpttFwdLength(TIME);
        configuration.setTbpttBackLength(TIME);
        for (ComputationGraph graph : List.of(new ComputationGraph(configuration), new MendedGraph(configuration))) {
            String name = graph instanceof MendedGraph ? "mended" : "stock ";
            MultiLayerNetwork layers = network.clone();
            if (graph instanceof MendedGraph) {
                layers.getLayers()[0] = new MendedLstm(layers.getLayer(0));
            }
            compare(name + " network", layers::setListeners, layers::fit, network);
            graph.init(network.params(), true);
            compare(name + " graph  ", graph::setListeners, graph::fit, network);
        }
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0)) // a rate of 0: the weights stay
                .list()
                .layer(new LSTM.Builder()
                        .nIn(SYMBOLS)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(6)
                        .nOut(SYMBOLS)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(TIME)
                .build());
        network.init();
        network.setParams(Nd4j.randn(DataType.DOUBLE, network.params().shape()));
        return network;
    }

    /** @param copy a network with the same weights, of which the numeric gradient is */
    private static void compare(
            String name, Consumer<TrainingListener[]> listen, Consumer<DataSet> fit, MultiLayerNetwork copy) {
        INDArray text = Nd4j.zeros(DataType.DOUBLE, 1, SYMBOLS, 2 * TIME + 1); // one-hot
        for (int t = 0; t <= 2 * TIME; t++) {
            text.putScalar(0, t * t % SYMBOLS, t, 1);
        }
        List<Map<String, INDArray>> gradients = new ArrayList<>(); // of the segments
        listen.accept(new TrainingListener[] {
            new BaseTrainingListener() {
                @Override
                public void onGradientCalculation(Model model) {
                    gradients.add(model.gradient().gradientForVariable().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, gradient -> gradient.getValue()
                                    .dup('f'))));
                }
            }
        });
        fit.accept(new DataSet(part(text, 0, 2 * TIME), part(text, 1, 2 * TIME)));
        for (int segment = 0; segment < 2; segment++) {
            for (String parameter : List.of("0_W", "0_RW", "0_b")) {
                INDArray gradient = gradients.get(segment).get(parameter);
                INDArray numeric = gradient.ulike();
                for (long i = 0; i < numeric.length(); i++) {
                    double above = loss(copy, text, segment, parameter, i, STEP);
                    double below = loss(copy, text, segment, parameter, i, -STEP);
                    numeric.putScalar(i, (above - below) / (2 * STEP));
                }
                double error =
                        numeric.distance2(gradient) / numeric.norm2Number().doubleValue();
                System.out.printf("%s  segment %d  %-4s  relative error %.1e%n", name, segment + 1, parameter, error);
            }
        }
    }

    /** The loss of a segment in nats with one weight changed, from the state that the weights as they are leave before it. */
    private static double loss(
            MultiLayerNetwork copy, INDArray text, int segment, String parameter, long weight, double change) {
        copy.rnnClearPreviousState();
        if (segment > 0) {
            copy.rnnTimeStep(part(text, 0, segment * TIME));
        }
        INDArray weights = copy.getParam(parameter);
        double before = weights.getDouble(weight);
        weights.putScalar(weight, before + change);
        INDArray probabilities = copy.rnnTimeStep(part(text, segment * TIME, TIME));
        weights.putScalar(weight, before);
        return -Transforms.log(probabilities)
                .mul(part(text, segment * TIME + 1, TIME))
                .sumNumber()
                .doubleValue();
    }

    private static INDArray part(INDArray text, int from, int length) {
        return text.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, from + length))
                .dup();
    }
}
