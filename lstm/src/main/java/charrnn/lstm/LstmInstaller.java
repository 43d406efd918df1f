package charrnn.lstm;

import charrnn.lstm.FastLstm.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Replaces a network's stock layers by charrnn's, which is necessary after every build, restore and copy. The network is
 * the same for Deeplearning4j: configuration, parameters, optimizer and checkpoints stay as they are. The state of
 * {@code rnnTimeStep} is cleared. A checkpoint and {@code clone()} have the stock layers.
 */
public final class LstmInstaller {
    private LstmInstaller() {}

    /**
     * What was installed into a network. A layer without a name has its index as its name in a {@code
     * MultiLayerNetwork}, such as {@code layer0}.
     *
     * @param replaced the layers that charrnn computes
     * @param left the other layers, each with the reason
     */
    public record Installation(List<String> replaced, Map<String, String> left) {
        public Installation {
            replaced = List.copyOf(replaced);
            left = Collections.unmodifiableMap(new LinkedHashMap<>(left)); // in the order of the layers
        }

        /** The replaced layers in one line, then each other layer in a line with its reason. */
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
     * may be any that the stock layers take. As in Deeplearning4j, an LSTM layer ignores the mask of the features.
     *
     * @param factorType type to which the factors of the LSTM layers' products are rounded in training, FLOAT or
     *     BFLOAT16; all other numbers and inference stay in float32
     * @throws IllegalStateException for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public static Installation install(MultiLayerNetwork network, DataType factorType) {
        OneDnn.requireProducts(factorType);
        Layer[] layers = network.getLayers();
        List<String> replaced = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            String name = layers[i].conf().getLayer().getLayerName();
            layers[i] = replaceIfPossible(layers[i], name, i == 0, factorType, replaced, left);
        }
        return new Installation(replaced, left);
    }

    private static Layer replaceIfPossible(
            Layer layer,
            String name,
            boolean lowest,
            DataType factorType,
            List<String> replaced,
            Map<String, String> left) {
        Layer stock = stock(layer);
        String reason = Requirements.unmet(stock);
        if (!reason.isEmpty()) {
            left.put(name, reason);
            return stock;
        }
        replaced.add(name);
        return replace(stock, lowest ? Input.EITHER : Input.VALUES, false, factorType);
    }

    /** Replaces the layers of a graph that charrnn can compute, in float32. */
    public static Installation install(ComputationGraph graph) {
        return install(graph, DataType.FLOAT);
    }

    /** Replaces the layers of a graph as {@link #install(MultiLayerNetwork, DataType)} does. */
    public static Installation install(ComputationGraph graph, DataType factorType) {
        OneDnn.requireProducts(factorType);
        Layer[] layers = graph.getLayers(); // a graph has them in its vertices and in this array
        List<String> replaced = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        for (GraphVertex vertex : graph.getVertices()) {
            if (vertex instanceof LayerVertex layerVertex) {
                boolean lowest = Arrays.stream(vertex.getInputVertices())
                        .allMatch(input -> graph.getVertices()[input.getVertexIndex()].isInputVertex());
                Layer before = layerVertex.getLayer();
                Layer after = replaceIfPossible(before, vertex.getVertexName(), lowest, factorType, replaced, left);
                layerVertex.setLayer(after);
                Arrays.setAll(layers, i -> layers[i] == before ? after : layers[i]);
            }
        }
        return new Installation(replaced, left);
    }

    /**
     * Replaces all layers of a network that reads symbols, one or several one-hot vectors side by side, without the
     * gradient with respect to them.
     *
     * @param network LSTM layers and an output layer, all of which {@link #install(MultiLayerNetwork, DataType)} can replace
     * @param coupled whether the LSTM layers compute the input gate as 1 - f and train both gates as one; the weights must
     *     be coupled, see {@link #isCoupled}
     * @param factorType as for that method
     */
    public static void install(MultiLayerNetwork network, boolean coupled, DataType factorType) {
        OneDnn.requireProducts(factorType);
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            layers[i] = replace(layers[i], i == 0 ? Input.SYMBOLS : Input.VALUES, coupled, factorType);
        }
    }

    private static Layer replace(Layer stock, Input kind, boolean coupled, DataType factorType) {
        NeuralNetConfiguration conf = stock.conf();
        return initialize(
                stock, stock instanceof LSTM ? new FastLstm(conf, kind, coupled, factorType) : new FastOutput(conf));
    }

    /** Deeplearning4j's own layer for one of charrnn's; any other layer itself. */
    static Layer stock(Layer layer) {
        if (layer instanceof FastLstm) {
            return initialize(layer, new LSTM(layer.conf(), DataType.FLOAT));
        }
        return layer instanceof FastOutput
                ? initialize(layer, new RnnOutputLayer(layer.conf(), DataType.FLOAT))
                : layer;
    }

    /** Whether LSTM layers of the network are charrnn's. */
    public static boolean isInstalled(MultiLayerNetwork network) {
        return anyLstm(network, lstm -> true);
    }

    /** Whether the network's LSTM layers round the factors of their products to bfloat16 in training. */
    public static boolean multipliesBfloat16(MultiLayerNetwork network) {
        return anyLstm(network, lstm -> lstm.factorType == DataType.BFLOAT16);
    }

    /** Whether the network's LSTM layers are charrnn's and compute coupled gates. */
    public static boolean computesCoupledGates(MultiLayerNetwork network) {
        return anyLstm(network, lstm -> lstm.coupled);
    }

    private static boolean anyLstm(MultiLayerNetwork network, Predicate<FastLstm> condition) {
        return Arrays.stream(network.getLayers())
                .anyMatch(layer -> layer instanceof FastLstm lstm && condition.test(lstm));
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

    /**
     * Gives a new layer the index, the listeners, the parameters and the array of gradients of the old one. An updater that
     * exists reads that array.
     */
    private static Layer initialize(Layer old, BaseLayer<?> layer) {
        layer.setIndex(old.getIndex());
        layer.setListeners(old.getListeners());
        layer.setParamsViewArray(old.params());
        layer.setParamTable(old.paramTable());
        if (old.getGradientsViewArray() != null) {
            layer.setBackpropGradientsViewArray(old.getGradientsViewArray());
        }
        return layer;
    }
}
