package charrnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.DynamicNetwork.Rule.Kind;
import charrnn.model.StreamPredictor.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class DynamicNetworkTest {
    private static final int VOCABULARY = 8;
    private static final int STREAMS = 3;
    private static final int TIME = 10;

    /** Trained on text whose symbols increase by one. */
    private static StreamingNetwork trained;

    private static StreamingNetwork network(String... keys) {
        return TestNetworks.of(
                VOCABULARY,
                "model: {hidden: [12, 12], dropout: 0.2}\ntraining: {learningRate: 0.02, sequenceLength: " + TIME + "}",
                keys);
    }

    @BeforeAll
    static void train() {
        trained = network();
        for (Segment segment : text(1, 60, 1)) {
            trained.fit(dataSet(segment));
        }
        trained.resetState();
    }

    private static DataSet dataSet(Segment segment) {
        return new DataSet(
                StreamingNetwork.oneHot(segment.inputs(), 1, VOCABULARY),
                StreamingNetwork.oneHot(segment.targets(), 1, VOCABULARY));
    }

    /** Text whose symbols increase by {@code step}; every tenth, on average, is random. */
    private static List<Segment> text(int step, int segments, long seed) {
        Random random = new Random(seed);
        int[][] streams = IntStream.range(0, STREAMS)
                .mapToObj(s -> IntStream.iterate(
                                s, c -> random.nextInt(10) == 0 ? random.nextInt(VOCABULARY) : (c + step) % VOCABULARY)
                        .limit((long) segments * TIME + 1)
                        .toArray())
                .toArray(int[][]::new);
        return IntStream.range(0, segments)
                .mapToObj(i -> new Segment(cut(streams, i * TIME), cut(streams, i * TIME + 1)))
                .toList();
    }

    private static int[][] cut(int[][] streams, int at) {
        return IntStream.range(0, STREAMS)
                .mapToObj(s -> Arrays.copyOfRange(streams[s], at, at + TIME))
                .toArray(int[][]::new);
    }

    /** Predictions of all segments, one after the other. */
    private static List<float[]> predictions(StreamPredictor model, List<Segment> text) {
        List<float[]> predictions = new ArrayList<>();
        model.reset();
        for (Segment segment : text) {
            predictions.add(model.predict(segment.inputs()));
            model.learn(segment.targets());
        }
        return predictions;
    }

    /** Mean nats per character of the segments from number {@code first} on. */
    private static double nats(StreamPredictor model, List<Segment> text, int first) {
        List<float[]> predictions = predictions(model, text);
        double nats = 0;
        for (int i = first; i < text.size(); i++) {
            nats += nats(predictions.get(i), text.get(i));
        }
        return nats / (text.size() - first) / STREAMS / TIME;
    }

    private static double nats(float[] predictions, Segment segment) {
        double nats = 0;
        for (int s = 0; s < STREAMS; s++) {
            for (int t = 0; t < TIME; t++) {
                nats -= Math.log(predictions[(t * STREAMS + s) * VOCABULARY + segment.targets()[s][t]]);
            }
        }
        return nats;
    }

    private static DynamicNetwork dynamic(Kind kind, double rate, double decay) {
        return new DynamicNetwork(trained, new Rule(kind, rate, decay), text(1, 20, 1));
    }

    @ParameterizedTest
    @CsvSource({"SGD, 1", "RMS, 0.015"})
    void learnsAnotherKindOfTextWhileReadingIt(Kind kind, double rate) {
        List<Segment> other = text(3, 60, 2);
        double fixed = nats(trained.predictor(), other, 0);
        assertThat(nats(dynamic(kind, rate, 0), other, 0)).isLessThan(fixed - 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void predictionsAtRateZeroAreThoseOfTheTrainedNetwork(Kind kind) {
        List<Segment> text = text(3, 8, 2);
        List<float[]> fixed = predictions(trained.predictor(), text);
        assertThat(predictions(dynamic(kind, 0, 0.1), text)).containsExactlyElementsOf(fixed);
    }

    /** The characters change from the middle of a segment on. */
    @ParameterizedTest
    @EnumSource
    void predictionDependsOnEarlierCharactersOnly(Kind kind) {
        List<Segment> text = text(3, 8, 2);
        int at = 4 * TIME + 6; // the first changed character, as a target
        List<Segment> changed = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            int first = at - i * TIME;
            changed.add(new Segment(
                    changedFrom(text.get(i).inputs(), first + 1),
                    changedFrom(text.get(i).targets(), first)));
        }
        DynamicNetwork network = dynamic(kind, 0.01, 0.01);
        List<float[]> one = predictions(network, text);
        List<float[]> other = predictions(network, changed);
        int row = STREAMS * VOCABULARY; // of all streams at one time
        for (int i = 0; i < text.size() * TIME; i++) {
            float[] before = Arrays.copyOfRange(one.get(i / TIME), i % TIME * row, (i % TIME + 1) * row);
            float[] after = Arrays.copyOfRange(other.get(i / TIME), i % TIME * row, (i % TIME + 1) * row);
            assertThat(Arrays.equals(before, after))
                    .as("prediction of character %d, changed from %d on", i, at)
                    .isEqualTo(i <= at);
        }
    }

    private static int[][] changedFrom(int[][] streams, int first) {
        int[][] changed = new int[streams.length][];
        for (int s = 0; s < streams.length; s++) {
            changed[s] = streams[s].clone();
            for (int t = Math.max(0, first); t < changed[s].length; t++) {
                changed[s][t] = (changed[s][t] + 1) % VOCABULARY;
            }
        }
        return changed;
    }

    /** The output weights are 10,000 times as large: a wrong prediction costs thousands of nats, with a large gradient. */
    @Test
    void explodingGradientIsReplacedByZero() {
        StreamingNetwork steep = network("model.dropout=0");
        steep.getOutputLayer().getParam("W").muli(10_000);
        Segment segment = text(3, 1, 2).get(0);
        DynamicNetwork network = new DynamicNetwork(steep, new Rule(Kind.SGD, 0, 0), List.of());
        network.predict(segment.inputs());
        INDArray gradient = network.gradient(segment.targets());
        double[] whole = gradient(steep, segment); // of the mean loss
        assertThat(STREAMS * distance(whole, new double[whole.length])).isGreaterThan(100 * DynamicNetwork.MAX_NORM);
        assertThat(gradient.norm2Number().doubleValue()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void trainedNetworkDoesNotChangeAndResetUndoesLearning(Kind kind) {
        INDArray weights = trained.params().dup();
        INDArray updater = trained.updaterState().dup();
        List<Segment> text = text(3, 8, 2);
        DynamicNetwork network = dynamic(kind, 0.01, 0.01);
        List<float[]> once = predictions(network, text);
        assertThat(predictions(network, text)).containsExactlyElementsOf(once);
        assertThat(trained.params()).isEqualTo(weights);
        assertThat(trained.updaterState()).isEqualTo(updater);
    }

    /** Checkpoints without an optimizer's state restore such a network. */
    @Test
    void networkWithoutAnUpdaterLearnsTheSame() {
        MultiLayerNetwork bare =
                new MultiLayerNetwork(trained.getLayerWiseConfigurations().clone());
        bare.init(trained.params(), true);
        Rule rule = new Rule(Kind.SGD, 0.1, 0);
        List<Segment> text = text(3, 8, 2);
        assertThat(predictions(new DynamicNetwork(bare, rule, List.of()), text))
                .containsExactlyElementsOf(predictions(new DynamicNetwork(trained, rule, List.of()), text));
    }

    /**
     * An independent formulation: an inference pass for the predictions, and Deeplearning4j's forward and backward pass for
     * the gradient. The updates are computed in double precision and rounded to float once, those of the network at each
     * operation: about 1e-7 per weight and update. Sums of 12 products over 8 updates stay within 1e-5.
     */
    @ParameterizedTest
    @CsvSource({"SGD, 1, full", "RMS, 0.015, full", "RMS, 0.015, coupled"})
    void agreesWithSeparatePassesForPredictionAndGradient(Kind kind, double rate, String gates) {
        Rule rule = new Rule(kind, rate, 0.01);
        List<Segment> training = text(1, 5, 3);
        StreamingNetwork separate = network("model.dropout=0", "model.gates=" + gates);
        training.forEach(segment -> separate.fit(dataSet(segment)));
        separate.resetState();
        DynamicNetwork network = new DynamicNetwork(separate, rule, training);
        double[] rms = rootMeanSquares(separate, training);
        double mean = Arrays.stream(rms).average().orElseThrow();
        StreamPredictor predictor = separate.predictor();
        double[] weights = separate.params().dup().data().asDouble();
        double[] first = weights.clone();
        for (Segment segment : text(3, 8, 2)) {
            float[] expected = predictor.predict(segment.inputs());
            assertThat(network.predict(segment.inputs())).containsExactly(expected, within(1e-5f));
            network.learn(segment.targets());
            double[] gradient = gradient(separate, segment);
            for (int i = 0; i < weights.length; i++) {
                double m = kind == Kind.SGD ? 1 : rms[i] + mean / 2;
                double n = kind == Kind.SGD ? 1 : Math.min(rms[i] / mean, 1 / rule.decay());
                weights[i] += rule.decay() * n * (first[i] - weights[i]) - rate * gradient[i] / m;
            }
            separate.params().assign(Nd4j.create(weights).castTo(DataType.FLOAT));
        }
        assertThat(distance(weights, first)).isGreaterThan(0.1);
    }

    private static double[] rootMeanSquares(StreamingNetwork network, List<Segment> training) {
        double[] sum = new double[(int) network.numParams()];
        for (Segment segment : training) {
            double[] gradient = gradient(network, segment);
            Arrays.setAll(sum, i -> sum[i] + gradient[i] * gradient[i]);
        }
        network.resetState();
        return Arrays.stream(sum).map(s -> Math.sqrt(s / training.size())).toArray();
    }

    /** The gradient of the mean loss, computed by Deeplearning4j, which advances the training state. */
    private static double[] gradient(StreamingNetwork network, Segment segment) {
        DataSet data = dataSet(segment);
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());
        network.computeGradientAndScore();
        double[] sum = network.getFlattenedGradients().dup().data().asDouble();
        return Arrays.stream(sum).map(g -> g / STREAMS / TIME).toArray();
    }

    private static double distance(double[] one, double[] other) {
        return Math.sqrt(IntStream.range(0, one.length)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum());
    }

    /** The state of segments that were predicted but not learned is carried on, and the gradient is of the last one. */
    @Test
    void segmentsMayBePredictedWithoutLearning() {
        List<Segment> text = text(3, 3, 2);
        DynamicNetwork network = dynamic(Kind.SGD, 0, 0);
        StreamingNetwork separate = network("model.dropout=0");
        separate.params().assign(trained.params());
        List<float[]> expected = predictions(trained.predictor(), text);
        for (Segment segment : text) {
            assertThat(network.predict(segment.inputs())).containsExactly(expected.get(text.indexOf(segment)));
        }
        gradient(separate, text.get(0));
        gradient(separate, text.get(1));
        assertThat(network.gradient(text.get(2).targets()).data().asDouble())
                .containsExactly(gradient(separate, text.get(2)), within(1e-7));
    }

    @Test
    void learningNeedsAPredictionSinceTheLastStepOrReset() {
        Segment segment = text(3, 1, 2).get(0);
        DynamicNetwork network = dynamic(Kind.SGD, 0.1, 0);
        assertThatIllegalStateException().isThrownBy(() -> network.learn(segment.targets()));
        network.predict(segment.inputs());
        network.learn(segment.targets());
        assertThatIllegalStateException().isThrownBy(() -> network.learn(segment.targets()));
        network.predict(segment.inputs());
        network.reset();
        assertThatIllegalStateException().isThrownBy(() -> network.learn(segment.targets()));
        network.predict(segment.inputs());
        network.learn(segment.targets());
    }

    /** Measured on the same kind of text as in training, after 60 segments of another kind. */
    @ParameterizedTest
    @CsvSource({"SGD, 1", "RMS, 0.015"})
    void decayLeadsBackToTheTrainedWeights(Kind kind, double rate) {
        List<Segment> text = new ArrayList<>(text(3, 60, 2));
        text.addAll(text(1, 4, 3));
        double fixed = nats(trained.predictor(), text, 60);
        double lasting = nats(dynamic(kind, rate, 0), text, 60);
        double decaying = nats(dynamic(kind, rate, 0.3), text, 60);
        assertThat(lasting).isGreaterThan(fixed + 0.5);
        assertThat(decaying - fixed).isLessThan((lasting - fixed) / 2);
    }

    @Test
    void rulesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Rule(Kind.SGD, -1, 0)).hasMessage("rate is -1.0, but must be 0 or more");
        assertThatThrownBy(() -> new DynamicNetwork(trained, new Rule(Kind.RMS, 1, 0), List.of()))
                .hasMessageContaining("needs training text");
        assertThatThrownBy(() -> new Rule(Kind.SGD, 1, 2)).hasMessage("decay is 2.0, but must be 0 to 1");
    }
}
