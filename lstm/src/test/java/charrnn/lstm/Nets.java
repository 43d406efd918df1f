package charrnn.lstm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks and segments of text for the tests of this package. */
final class Nets {
    /** Native threads for tests of the division of the work, for which there must be 24 rows. */
    static final int SHARES = 3;

    private Nets() {}

    static MultiLayerNetwork stock(int vocabulary, double retain, int... hidden) {
        return initialized(new MultiLayerNetwork(configuration(vocabulary, retain, hidden)));
    }

    static MultiLayerNetwork initialized(MultiLayerNetwork net) {
        net.init();
        return net;
    }

    /** Deeplearning4j's own LSTM, in a network that carries its state from data set to data set. */
    static MultiLayerNetwork carryingStock(long seed, int vocabulary, double retain, int... hidden) {
        MultiLayerConfiguration configuration = configuration(vocabulary, retain, hidden);
        configuration.getConfs().forEach(layer -> layer.setSeed(seed));
        return initialized(new Carrying(configuration));
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

    /** A layer of Deeplearning4j's own LSTM. */
    static LSTM lstm(int units) {
        return new LSTM.Builder().nOut(units).activation(Activation.TANH).build();
    }

    static RnnOutputLayer.Builder output(int classes) {
        return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(classes);
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
        RnnOutputLayer.Builder output = output(vocabulary).nIn(inputs).dataFormat(RNNFormat.NCW);
        return list.layer(retain < 1 ? output.dropOut(retain).build() : output.build())
                .validateOutputLayerConfig(false) // a vocabulary of one is refused otherwise
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(1000)
                .build();
    }

    static MultiLayerNetwork fast(int vocabulary, double retain, int... hidden) {
        return install(stock(vocabulary, retain, hidden), false, DataType.FLOAT);
    }

    static MultiLayerNetwork carryingFast(int vocabulary, double retain, int... hidden) {
        return install(carryingStock(7, vocabulary, retain, hidden), false, DataType.FLOAT);
    }

    /** Installs charrnn's layers for symbols, after the gates are coupled if they are to be. */
    static MultiLayerNetwork install(MultiLayerNetwork network, boolean coupled, DataType factorType) {
        if (coupled) {
            LstmInstaller.couple(network);
        }
        LstmInstaller.install(network, coupled, factorType);
        return network;
    }

    /** Installs charrnn's layers for any inputs where it can. */
    static LstmInstaller.Installation install(Model model) {
        return model instanceof ComputationGraph graph
                ? LstmInstaller.install(graph)
                : LstmInstaller.install((MultiLayerNetwork) model);
    }

    /** Full and coupled gates, in float32 and, where the processor has it, in bfloat16. */
    static List<Arguments> modes() {
        List<Arguments> modes = new ArrayList<>();
        for (boolean coupled : new boolean[] {false, true}) {
            modes.add(Arguments.of(coupled, DataType.FLOAT));
            if (OneDnn.multipliesBfloat16()) {
                modes.add(Arguments.of(coupled, DataType.BFLOAT16));
            }
        }
        return modes;
    }

    /** A segment of random characters: features and labels, [batch, vocabulary, time]. */
    record Segment(INDArray features, INDArray labels) {
        static Segment random(int batch, int vocabulary, int time, long seed) {
            Random random = new Random(seed);
            return new Segment(oneHot(batch, vocabulary, time, random), oneHot(batch, vocabulary, time, random));
        }

        /** Random segments, each with its own seed. */
        static Segment[] randoms(int batch, int vocabulary, int time, int count) {
            Segment[] segments = new Segment[count];
            Arrays.setAll(segments, i -> random(batch, vocabulary, time, 1000 + i));
            return segments;
        }

        static INDArray oneHot(int batch, int vocabulary, int time, Random random) {
            INDArray array = Nd4j.create(DataType.FLOAT, new long[] {batch, vocabulary, time}, 'f');
            for (int b = 0; b < batch; b++) {
                for (int t = 0; t < time; t++) {
                    array.putScalar(b, random.nextInt(vocabulary), t, 1);
                }
            }
            return array;
        }
    }

    /** The state of a layer that truncated BPTT carries. */
    static Map<String, INDArray> state(MultiLayerNetwork net, int layer) {
        return ((RecurrentLayer) net.getLayer(layer)).rnnGetTBPTTState();
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

    /** Loss (sum over time of nats, mean over streams) and gradient of a segment, from the state carried into it. */
    static double gradientAndScore(MultiLayerNetwork net, Segment segment) {
        net.setInput(segment.features());
        net.setLabels(segment.labels());
        net.computeGradientAndScore();
        return net.score();
    }
}
