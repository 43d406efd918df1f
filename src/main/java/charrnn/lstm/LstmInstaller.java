package charrnn.lstm;

import charrnn.lstm.FastLstm.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Replaces a network's stock layers by charrnn's, which is necessary after every build, restore and copy. The network is
 * the same for Deeplearning4j: configuration, parameters, updater and checkpoints stay as they are.
 */
public final class LstmInstaller {
    private LstmInstaller() {}

    /**
     * What was installed into a network. Deeplearning4j names a layer without a name by its index, {@code layer0}.
     *
     * @param replaced the layers that charrnn computes
     * @param left the other layers, each with the reason
     */
    public record Installation(List<String> replaced, Map<String, String> left) {
        /** Both lists, a line each. */
        @Override
        public String toString() {
            return "computed by charrnn: " + (replaced.isEmpty() ? "no layer" : String.join(", ", replaced))
                    + left.entrySet().stream()
                            .map(layer -> "\nleft as it is: " + layer.getKey() + ", " + layer.getValue())
                            .collect(Collectors.joining());
        }
    }

    /** Replaces the layers of a network that charrnn can compute, in float32. */
    public static Installation install(MultiLayerNetwork network) {
        return install(network, DataType.FLOAT);
    }

    /**
     * Replaces the layers of a network that charrnn can compute: LSTM layers with tanh and sigmoid, and output layers for
     * sequences with softmax and cross-entropy, of type FLOAT and format NCW, with plain dropout or none. Inputs and masks
     * may be any that the stock layers take.
     *
     * @param factorType type to which the factors of the LSTM layers' products are rounded in training, FLOAT or
     *     BFLOAT16; all other numbers and inference stay in float32
     * @throws IllegalStateException for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public static Installation install(MultiLayerNetwork network, DataType factorType) {
        requireProducts(factorType);
        Layer[] layers = network.getLayers();
        Installation installation = new Installation(new ArrayList<>(), new LinkedHashMap<>());
        for (int i = 0; i < layers.length; i++) {
            Input kind = i == 0 ? Input.EITHER : Input.VALUES;
            layers[i] = replaceIfPossible(layers[i], kind, factorType, installation);
        }
        network.initGradientsView();
        return installation;
    }

    /** Replaces the layers of a graph that charrnn can compute, in float32. */
    public static Installation install(ComputationGraph graph) {
        return install(graph, DataType.FLOAT);
    }

    /** Replaces the layers of a graph as {@link #install(MultiLayerNetwork, DataType)} does. */
    public static Installation install(ComputationGraph graph, DataType factorType) {
        requireProducts(factorType);
        Installation installation = new Installation(new ArrayList<>(), new LinkedHashMap<>());
        replaceAll(graph, vertex -> {
            boolean lowest = Arrays.stream(vertex.getInputVertices())
                    .allMatch(input -> graph.getVertices()[input.getVertexIndex()].isInputVertex());
            return replaceIfPossible(
                    vertex.getLayer(), lowest ? Input.EITHER : Input.VALUES, factorType, installation);
        });
        return installation;
    }

    /** Puts Deeplearning4j's own layers back. */
    public static void uninstall(MultiLayerNetwork network) {
        Layer[] layers = network.getLayers();
        Arrays.setAll(layers, i -> stock(layers[i]));
        network.initGradientsView();
    }

    /** Puts Deeplearning4j's own layers back. */
    public static void uninstall(ComputationGraph graph) {
        replaceAll(graph, vertex -> stock(vertex.getLayer()));
    }

    private static void replaceAll(ComputationGraph graph, Function<LayerVertex, Layer> replacement) {
        Layer[] layers = graph.getLayers();
        for (GraphVertex vertex : graph.getVertices()) {
            if (vertex instanceof LayerVertex own) {
                Layer before = own.getLayer();
                own.setLayer(replacement.apply(own));
                Arrays.setAll(layers, i -> layers[i] == before ? own.getLayer() : layers[i]);
            }
        }
        graph.initGradientsView();
    }

    private static Layer replaceIfPossible(
            Layer layer, Input kind, DataType factorType, Installation installation) {
        Layer stock = stock(layer);
        String name = stock.conf().getLayer().getLayerName();
        String reason = reasonToLeave(stock);
        if (!reason.isEmpty()) {
            installation.left.put(name, reason);
            return layer;
        }
        installation.replaced.add(name);
        return replace(stock, kind, false, 0, factorType);
    }

    /** The reason why charrnn cannot compute a stock layer; empty if it can. */
    private static String reasonToLeave(Layer layer) {
        if (layer.getClass() == LSTM.class) {
            org.deeplearning4j.nn.conf.layers.LSTM lstm =
                    (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer();
            if (!(lstm.getActivationFn() instanceof ActivationTanH)
                    || !(lstm.getGateActivationFn() instanceof ActivationSigmoid)) {
                return "an LSTM with " + lstm.getActivationFn() + " and " + lstm.getGateActivationFn()
                        + " instead of tanh and sigmoid";
            }
            return reasonToLeave(layer, lstm, lstm.getRnnDataFormat());
        }
        if (layer.getClass() == RnnOutputLayer.class) {
            org.deeplearning4j.nn.conf.layers.RnnOutputLayer output =
                    (org.deeplearning4j.nn.conf.layers.RnnOutputLayer) layer.conf().getLayer();
            boolean weighted = output.getLossFn() instanceof LossMCXENT loss && loss.getWeights() != null;
            if (!(output.getActivationFn() instanceof ActivationSoftmax)
                    || !(output.getLossFn() instanceof LossMCXENT)
                    || weighted
                    || !output.hasBias()) {
                return "an output layer without softmax, bias or unweighted cross-entropy";
            }
            return reasonToLeave(layer, output, output.getRnnDataFormat());
        }
        return "a " + layer.conf().getLayer().getClass().getSimpleName();
    }

    private static String reasonToLeave(
            Layer layer, org.deeplearning4j.nn.conf.layers.BaseLayer conf, @Nullable RNNFormat format) {
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

    private static void requireProducts(DataType factorType) {
        if (factorType == DataType.BFLOAT16 && !OneDnn.multipliesBfloat16()) {
            throw new IllegalStateException("a network cannot be trained with products of BFLOAT16 here");
        }
    }

    /**
     * Replaces all layers of a network that reads one-hot vectors, without the gradient with respect to them.
     *
     * @param network LSTM layers and an output layer as above
     * @param coupled whether the LSTM layers compute the input gate as 1 - f and train both gates as one; the weights must
     *     be coupled, see {@link #isCoupled}
     * @param factorType as above
     */
    public static void install(MultiLayerNetwork network, boolean coupled, DataType factorType) {
        install(network, coupled, 0, factorType);
    }

    /** @param shares number of threads; 0 chooses it by the number of streams */
    static void install(MultiLayerNetwork network, boolean coupled, int shares, DataType factorType) {
        requireProducts(factorType);
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            layers[i] = replace(layers[i], i == 0 ? Input.SYMBOLS : Input.VALUES, coupled, shares, factorType);
        }
        // Gives the new layers their gradient arrays.
        network.initGradientsView();
    }

    private static Layer replace(Layer stock, Input kind, boolean coupled, int shares, DataType factorType) {
        NeuralNetConfiguration conf = stock.conf();
        return initialize(
                stock,
                stock instanceof LSTM
                        ? new FastLstm(conf, kind, coupled, shares, factorType)
                        : new FastOutput(conf, shares));
    }

    /** Deeplearning4j's own layer for one of charrnn's; any other layer itself. */
    private static Layer stock(Layer layer) {
        if (layer instanceof FastLstm) {
            return initialize(layer, new LSTM(layer.conf(), DataType.FLOAT));
        }
        return layer instanceof FastOutput ? initialize(layer, new RnnOutputLayer(layer.conf(), DataType.FLOAT)) : layer;
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

    /** Gives a new layer the index, the listeners and the parameters of the old one. */
    private static Layer initialize(Layer old, BaseLayer<?> layer) {
        layer.setIndex(old.getIndex());
        layer.setListeners(old.getListeners());
        layer.setParamsViewArray(old.params());
        layer.setParamTable(old.paramTable());
        return layer;
    }
}
