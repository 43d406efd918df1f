package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import charrnn.model.checkpoint.RecurrentState.LayerState;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and checkpoints as charrnn makes them, small, each trained for a step. */
final class Samples {
    private Samples() {}

    /** One checkpoint for each update rule, weight initialization and option that charrnn has. */
    static List<Checkpoint> all() {
        return List.of(
                full(),
                checkpoint(3, new RmsProp(0.001), new WeightInitXavierUniform(), 0, 4),
                checkpoint(5, new Sgd(0.5), distribution(new UniformDistribution(-0.08, 0.08)), 0.5, 3, 3, 2),
                checkpoint(2, new Adam(0), distribution(new NormalDistribution(0, 0.1)), 0, 1),
                checkpoint(6, new Adam(0.1), distribution(new OrthogonalDistribution(1.0)), 0, 6));
    }

    private static IWeightInit distribution(org.deeplearning4j.nn.conf.distribution.Distribution distribution) {
        return new WeightInitDistribution(distribution);
    }

    /** A checkpoint with something in each of its parts. */
    static Checkpoint full() {
        return checkpoint(8, new Adam(0.002), new WeightInitXavier(), 0.2, 5, 4);
    }

    static Checkpoint checkpoint(int vocabulary, IUpdater updater, IWeightInit init, double dropout, int... hidden) {
        MultiLayerNetwork network = network(vocabulary, updater, init, dropout, hidden);
        train(network, vocabulary);
        return new Checkpoint(
                network,
                vocabulary(vocabulary),
                "name: \"übung\"\nmodel:\n\thidden: 5\n",
                progress(),
                state(2, hidden));
    }

    static MultiLayerNetwork network(
            int vocabulary, IUpdater updater, IWeightInit init, double dropout, int... hidden) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .weightInit(init)
                .list();
        int width = vocabulary;
        for (int i = 0; i < hidden.length; i++) {
            layers.layer(new LSTM.Builder()
                    .nIn(width)
                    .nOut(hidden[i])
                    .dataFormat(RNNFormat.NCW)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(1)
                    .dropOut(i == 0 ? 0 : retain(dropout))
                    .build());
            width = hidden[i];
        }
        layers.layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(vocabulary)
                .dataFormat(RNNFormat.NCW)
                .activation(Activation.SOFTMAX)
                .dropOut(retain(dropout))
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(16).build());
        network.init();
        return network;
    }

    /** Deeplearning4j asks for the probability of keeping; its 0 stands for no dropout. */
    private static double retain(double dropout) {
        return dropout == 0 ? 0 : 1 - dropout;
    }

    static void train(MultiLayerNetwork network, int vocabulary) {
        network.fit(text(vocabulary), text(vocabulary));
        network.setLearningRate(0.00125);
    }

    /** A one-hot text, [2, vocabulary, 6]. */
    static INDArray text(int vocabulary) {
        INDArray text = Nd4j.zeros(2, vocabulary, 6);
        for (int row = 0; row < 2; row++) {
            for (int time = 0; time < 6; time++) {
                text.putScalar(row, (row + 3 * time) % vocabulary, time, 1);
            }
        }
        return text;
    }

    /** Symbols of one to four bytes of UTF-8. */
    static Vocabulary vocabulary(int size) {
        List<Integer> characters = List.of((int) '\n', (int) '"', (int) 'a', 0xfc, 0x2028, 0x4e16, 0x1f600);
        return new Vocabulary(characters.subList(0, size - 1));
    }

    static Progress progress() {
        Progress.Scores scores =
                new Progress.Scores(OptionalDouble.of(1.625), 1000, OptionalDouble.of(1.5), OptionalDouble.empty());
        Progress.Origin origin = new Progress.Origin("0.1.0", "05d9754", "fast", 2, "AMD EPYC-Prozessor (Größe 4)");
        Progress.Course course = new Progress.Course(0.5, 1, 3, OptionalDouble.of(1.75), OptionalDouble.of(1.7));
        return new Progress(
                1234,
                2,
                77,
                9_876_543_210L,
                3600.25,
                -1,
                scores,
                course,
                new Progress.SinceReport(4, 6.25),
                124,
                origin);
    }

    static RecurrentState state(int batch, int... hidden) {
        return new RecurrentState(IntStream.of(hidden)
                .mapToObj(h -> new LayerState(batch, h, ramp(batch * h, 0.01f), ramp(batch * h, -0.5f)))
                .toList());
    }

    private static float[] ramp(int length, float slope) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = slope * i;
        }
        return values;
    }
}
