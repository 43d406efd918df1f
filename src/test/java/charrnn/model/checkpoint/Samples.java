package charrnn.model.checkpoint;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Vocabulary;
import charrnn.model.NetworkDesign;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks and checkpoints, each trained for one step. */
final class Samples {
    private Samples() {}

    /** One checkpoint for each update rule and option that charrnn has. */
    static List<Checkpoint> all() {
        return List.of(
                full(),
                checkpoint(3, "optimizer: rmsprop, learningRate: 0.001", 0, 4),
                checkpoint(5, "optimizer: sgd, learningRate: 0.5", 0.5, 3, 3, 2),
                checkpoint(2, "optimizer: adam, learningRate: 0.1", 0, 1),
                checkpoint(6, "optimizer: adam, beta1: 0", 0, 6));
    }

    /** A checkpoint in which no part is empty. */
    static Checkpoint full() {
        return checkpoint(8, "optimizer: adam", 0.2, 5, 4);
    }

    private static Checkpoint checkpoint(int vocabulary, String training, double dropout, int... hidden) {
        String yaml = "name: sample\nsampling: {prime: \"übung\"}\nmodel: {layers: " + hidden.length + ", hidden: "
                + Arrays.toString(hidden) + ", dropout: " + dropout + "}\ntraining: {" + training
                + ", batchSize: 2, sequenceLength: 16, seed: 7}\n";
        Config config = ConfigLoader.parse(yaml, "test", List.of());
        MultiLayerNetwork network =
                new MultiLayerNetwork(new NetworkDesign(config.model(), config.training(), vocabulary).configuration());
        network.init();
        train(network, vocabulary);
        network.getLayerWiseConfigurations().setIterationCount((int) progress().step());
        return new Checkpoint(network, vocabulary(vocabulary), yaml, progress(), state(2, hidden));
    }

    static void train(MultiLayerNetwork network, int vocabulary) {
        network.fit(text(vocabulary), text(vocabulary));
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
        Progress.Losses losses =
                new Progress.Losses(OptionalDouble.of(1.625), 1000, OptionalDouble.of(1.5), OptionalDouble.empty());
        Progress.Origin origin = new Progress.Origin("0.1.0", "05d9754", "fast", 2, "AMD EPYC-Prozessor (Größe 4)");
        Progress.Control control = new Progress.Control(0.5, 1, 3, OptionalDouble.of(1.75), OptionalDouble.of(1.7));
        return new Progress(
                new Progress.Position(1234, 2, 77, 9_876_543_210L),
                3600.25,
                -1,
                losses,
                control,
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
