package charrnn.lstm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks and segments of text for the tests of this package. */
final class Nets {
    /** More than one, even if the tests have one native thread, so that the division of the work is tested too. */
    static final int SHARES = 3;

    private Nets() {}

    static MultiLayerNetwork stock(int vocabulary, double retain, int... hidden) {
        MultiLayerNetwork net = new MultiLayerNetwork(configuration(vocabulary, retain, hidden));
        net.init();
        return net;
    }

    /** Deeplearning4j's own LSTM, in a network that carries its state from data set to data set. */
    static MultiLayerNetwork carryingStock(int vocabulary, double retain, int... hidden) {
        MultiLayerNetwork net = new Carrying(configuration(vocabulary, retain, hidden));
        net.init();
        return net;
    }

    /** Sets initial weights that differ from the other networks'. */
    static MultiLayerNetwork carryingStock(long seed, int vocabulary, double retain, int... hidden) {
        MultiLayerConfiguration configuration = configuration(vocabulary, retain, hidden);
        configuration.getConfs().forEach(layer -> layer.setSeed(seed));
        MultiLayerNetwork net = new Carrying(configuration);
        net.init();
        return net;
    }

    private static final class Carrying extends MultiLayerNetwork {
        private static final long serialVersionUID = 1L;

        Carrying(MultiLayerConfiguration configuration) {
            super(configuration);
        }

        /** Called before and after each data set. */
        @Override
        public void rnnClearPreviousState() {}
    }

    private static MultiLayerConfiguration configuration(int vocabulary, double retain, int... hidden) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.01))
                .list();
        int inputs = vocabulary;
        for (int i = 0; i < hidden.length; i++) {
            LSTM.Builder layer = new LSTM.Builder()
                    .nIn(inputs)
                    .nOut(hidden[i])
                    .activation(Activation.TANH)
                    .dataFormat(RNNFormat.NCW)
                    .helperAllowFallback(false);
            list.layer(i > 0 && retain < 1 ? layer.dropOut(retain).build() : layer.build());
            inputs = hidden[i];
        }
        RnnOutputLayer.Builder output = new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(inputs)
                .nOut(vocabulary)
                .dataFormat(RNNFormat.NCW);
        return list.layer(retain < 1 ? output.dropOut(retain).build() : output.build())
                .validateOutputLayerConfig(false) // a vocabulary of one is refused otherwise
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(1000)
                .build();
    }

    static MultiLayerNetwork fast(int vocabulary, double retain, int... hidden) {
        MultiLayerNetwork net = stock(vocabulary, retain, hidden);
        LstmInstaller.install(net, false, SHARES, DataType.FLOAT);
        return net;
    }

    static MultiLayerNetwork carryingFast(int vocabulary, double retain, int... hidden) {
        MultiLayerNetwork net = carryingStock(vocabulary, retain, hidden);
        LstmInstaller.install(net, false, SHARES, DataType.FLOAT);
        return net;
    }

    /** A segment of random characters: features and labels, [batch, vocabulary, time]. */
    record Segment(INDArray features, INDArray labels) {
        static Segment random(int batch, int vocabulary, int time, long seed) {
            Random random = new Random(seed);
            return new Segment(oneHot(batch, vocabulary, time, random), oneHot(batch, vocabulary, time, random));
        }

        /** The characters, [batch][time]. */
        int[][] inputs() {
            return characters(features);
        }

        /** The characters that follow them, [batch][time]. */
        int[][] targets() {
            return characters(labels);
        }

        private static int[][] characters(INDArray oneHot) {
            int[][] characters = new int[(int) oneHot.size(0)][(int) oneHot.size(2)];
            for (int b = 0; b < characters.length; b++) {
                for (int v = 0; v < oneHot.size(1); v++) {
                    for (int t = 0; t < characters[b].length; t++) {
                        characters[b][t] += oneHot.getDouble(b, v, t) > 0 ? v : 0;
                    }
                }
            }
            return characters;
        }

        /** Random segments, each with its own seed. */
        static Segment[] randoms(int batch, int vocabulary, int time, int count) {
            Segment[] segments = new Segment[count];
            Arrays.setAll(segments, i -> random(batch, vocabulary, time, 1000 + i));
            return segments;
        }

        private static INDArray oneHot(int batch, int vocabulary, int time, Random random) {
            INDArray array = Nd4j.create(DataType.FLOAT, new long[] {batch, vocabulary, time}, 'f');
            for (int b = 0; b < batch; b++) {
                for (int t = 0; t < time; t++) {
                    array.putScalar(b, random.nextInt(vocabulary), t, 1);
                }
            }
            return array;
        }
    }

    /** The state that truncated BPTT carries, one map for each recurrent layer. */
    static List<Map<String, INDArray>> state(MultiLayerNetwork net) {
        List<Map<String, INDArray>> state = new ArrayList<>();
        for (int i = 0; i < net.getnLayers() - 1; i++) {
            Map<String, INDArray> copy = new HashMap<>();
            ((RecurrentLayer) net.getLayer(i)).rnnGetTBPTTState().forEach((key, value) -> copy.put(key, value.dup()));
            state.add(copy);
        }
        return state;
    }

    static void restore(MultiLayerNetwork net, List<Map<String, INDArray>> state) {
        for (int i = 0; i < state.size(); i++) {
            ((RecurrentLayer) net.getLayer(i)).rnnSetTBPTTState(new HashMap<>(state.get(i)));
        }
    }

    /** Reads a segment so that its state is carried into the next one. */
    static void read(MultiLayerNetwork net, Segment segment) {
        net.rnnActivateUsingStoredState(segment.features(), true, true);
    }

    /** Makes one update with each segment and returns the losses. */
    static double[] train(MultiLayerNetwork net, Segment... segments) {
        double[] losses = new double[segments.length];
        for (int i = 0; i < segments.length; i++) {
            net.fit(segments[i].features(), segments[i].labels());
            losses[i] = net.score();
        }
        return losses;
    }

    /** The loss of {@link #gradientAndScore} from a forward pass alone. */
    static double loss(MultiLayerNetwork net, Segment segment) {
        List<INDArray> activations = net.rnnActivateUsingStoredState(segment.features(), true, false);
        INDArray probabilities = activations.get(activations.size() - 1);
        double loss = 0;
        int[][] targets = segment.targets();
        for (int b = 0; b < targets.length; b++) {
            for (int t = 0; t < targets[b].length; t++) {
                loss -= Math.log(probabilities.getDouble(b, targets[b][t], t)) / targets.length;
            }
        }
        return loss;
    }

    /** Loss (sum over time of nats, mean over streams) and gradient of a segment, from the state carried into it. */
    static double gradientAndScore(MultiLayerNetwork net, Segment segment) {
        net.setInput(segment.features());
        net.setLabels(segment.labels());
        net.computeGradientAndScore();
        return net.score();
    }
}
