package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LstmStepperTest {
    /** For probabilities and their logarithms; the largest difference seen was 9e-7. */
    private static final float TOLERANCE = 1e-5f;

    /** For cell states, which grow to 20, where floats are 2e-6 apart, and sum the rounding errors of 20 steps. */
    private static final float CELL_TOLERANCE = 5e-5f;

    private record Shape(boolean coupled, int vocabulary, int... hidden) {
        @Override
        public String toString() {
            return (coupled ? "coupled, " : "") + "vocabulary " + vocabulary + ", hidden " + Arrays.toString(hidden);
        }

        /** A network trained on one segment, so that its distributions are uneven. */
        MultiLayerNetwork network() {
            MultiLayerNetwork net = Nets.install(Nets.stock(vocabulary, 1, hidden), coupled, DataType.FLOAT);
            Segment[] segments = new Segment[20];
            Arrays.fill(segments, Segment.random(2, vocabulary, 12, 1));
            Nets.train(net, segments);
            return net;
        }

        /** Deeplearning4j's own network with the same parameters. */
        MultiLayerNetwork stock(MultiLayerNetwork net) {
            MultiLayerNetwork stock = Nets.stock(vocabulary, 1, hidden);
            stock.setParams(net.params());
            return stock;
        }
    }

    private static final Shape SMALL = new Shape(false, 9, 8, 6);

    private static List<Shape> shapes() {
        return List.of(
                new Shape(false, 2, 1),
                new Shape(false, 23, 33),
                new Shape(true, 15, 7, 1),
                new Shape(false, 100, 33, 7),
                new Shape(true, 17, 24, 40),
                new Shape(false, 30, 40, 7, 16));
    }

    /** One stream, and as many as a block and some more, each with symbols of its own; an input is one symbol or two. */
    @ParameterizedTest
    @MethodSource("shapes")
    void everyStreamAgreesWithStockDeeplearning4j(Shape shape) {
        MultiLayerNetwork net = shape.network();
        for (int streams : new int[] {1, StepBlock.ROWS + 5}) {
            Partition.runWithNativeThreads(Nets.SHARES, () -> agree(shape, net, streams, 1));
        }
        agree(shape, net, 2, 2);
    }

    private static void agree(Shape shape, MultiLayerNetwork net, int streams, int ones) {
        MultiLayerNetwork stock = shape.stock(net);
        LstmStepper stepper = new LstmStepper(net, true, ones, DataType.FLOAT);
        for (int stream = 0; stream < streams; stream++) {
            assertThat(stepper.add()).isEqualTo(stream);
        }
        SplittableRandom random = new SplittableRandom(2);
        int part = shape.vocabulary / ones;
        for (int n = 0; n < 20; n++) {
            int[] symbols = new int[streams * ones];
            INDArray input = Nd4j.zeros(DataType.FLOAT, streams, shape.vocabulary, 1);
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] = i % ones * part + random.nextInt(part);
                input.putScalar(i / ones, symbols[i], 0, 1);
            }
            INDArray expected = stock.rnnTimeStep(input);
            stepper.step(symbols);
            for (int stream = 0; stream < streams; stream++) {
                for (int v = 0; v < shape.vocabulary; v++) {
                    assertThat(Math.exp(stepper.logProbabilities(stream)[v]))
                            .as("step %d, stream %d", n, stream)
                            .isCloseTo(expected.getDouble(stream, v, 0), within((double) TOLERANCE));
                }
                unitsAgree(stepper, stock, stream, shape.hidden.length);
            }
        }
    }

    private static void unitsAgree(LstmStepper stepper, MultiLayerNetwork stock, int stream, int layers) {
        for (int layer = 0; layer < layers; layer++) {
            Map<String, INDArray> state = stock.rnnGetPreviousState(layer);
            assertThat(stepper.hidden(stream, layer))
                    .containsExactly(row(state.get(LSTM.STATE_KEY_PREV_ACTIVATION), stream), within(TOLERANCE));
            assertThat(stepper.cells(stream, layer))
                    .containsExactly(row(state.get(LSTM.STATE_KEY_PREV_MEMCELL), stream), within(CELL_TOLERANCE));
        }
    }

    private static float[] row(INDArray matrix, int row) {
        return matrix.getRow(row).toFloatVector();
    }

    /** 37 symbols are more than twice as many as are multiplied at once. */
    @ParameterizedTest
    @MethodSource("shapes")
    void readingSeveralSymbolsEqualsStepsUpToRounding(Shape shape) {
        MultiLayerNetwork net = shape.network();
        int[] symbols = new SplittableRandom(3).ints(37, 0, shape.vocabulary).toArray();
        for (boolean allThreads : new boolean[] {false, true}) {
            LstmStepper stepwise = new LstmStepper(net, allThreads);
            LstmStepper reader = new LstmStepper(net, allThreads);
            for (LstmStepper stepper : List.of(stepwise, reader)) {
                stepper.add();
                stepper.add();
                stepper.step(1, 0);
            }
            float[][] predictions = reader.read(symbols);
            for (int i = 0; i < symbols.length; i++) {
                stepwise.step(symbols[i]);
                assertThat(predictions[i]).containsExactly(stepwise.logProbabilities(0), within(TOLERANCE));
            }
            assertEqualStates(reader, stepwise, shape.hidden.length);
            reader.step(0, 1);
            stepwise.step(0, 1);
            assertEqualStates(reader, stepwise, shape.hidden.length);
        }
    }

    /** Each factor has an error of up to 2⁻⁹; the largest difference of a probability that was seen is 0.008. */
    @ParameterizedTest
    @MethodSource("alsoLarger")
    void productsOfBfloat16ChangeProbabilitiesByLittle(Shape shape) {
        assumeTrue(NativeLibrary.multipliesBfloat16(), "no products of bfloat16 here");
        MultiLayerNetwork net = shape.network();
        LstmStepper exact = new LstmStepper(net, false);
        LstmStepper rounded = new LstmStepper(net, false, 1, DataType.BFLOAT16);
        exact.add();
        rounded.add();
        int[] symbols = new SplittableRandom(3).ints(37, 0, shape.vocabulary).toArray();
        float[][] expected = exact.read(symbols);
        float[][] actual = rounded.read(symbols);
        assertThat(Arrays.deepEquals(actual, expected)).isFalse();
        for (int i = 0; i < symbols.length; i++) {
            for (int v = 0; v < shape.vocabulary; v++) {
                assertThat(Math.exp(actual[i][v])).isCloseTo(Math.exp(expected[i][v]), within(0.02));
            }
        }
    }

    private static void assertEqualStates(LstmStepper one, LstmStepper other, int layers) {
        for (int stream = 0; stream < 2; stream++) {
            assertThat(one.logProbabilities(stream)).containsExactly(other.logProbabilities(stream), within(TOLERANCE));
            for (int layer = 0; layer < layers; layer++) {
                assertThat(one.hidden(stream, layer)).containsExactly(other.hidden(stream, layer), within(TOLERANCE));
                assertThat(one.cells(stream, layer)).containsExactly(other.cells(stream, layer), within(TOLERANCE));
            }
        }
    }

    private static Stream<Shape> alsoLarger() {
        return Stream.concat(shapes().stream(), Stream.of(new Shape(false, 98, 512), new Shape(true, 61, 130, 200)));
    }

    /**
     * Adds, removes and copies streams at random, and makes some of them read. Each stream gives the predictions of a stepper on
     * one thread that reads the same symbols alone.
     */
    @ParameterizedTest
    @MethodSource("alsoLarger")
    void streamDoesNotDependOnOtherStreamsUpToRounding(Shape shape) {
        MultiLayerNetwork net = shape.network();
        LstmStepper together = new LstmStepper(net, true);
        LstmStepper alone = new LstmStepper(net, false);
        alone.add();
        alone.add();
        List<List<Integer>> texts = new ArrayList<>(); // the symbols that each stream has read
        SplittableRandom random = new SplittableRandom(9);
        Partition.runWithNativeThreads(Nets.SHARES, () -> {
            for (int n = 0; n < 150; n++) {
                change(together, texts, random);
                int[] symbols = random.ints(random.nextInt(texts.size() + 1), 0, shape.vocabulary)
                        .toArray();
                together.step(symbols);
                for (int stream = 0; stream < symbols.length; stream++) {
                    texts.get(stream).add(symbols[stream]);
                }
                int stream = random.nextInt(texts.size());
                int[] text =
                        texts.get(stream).stream().mapToInt(Integer::intValue).toArray();
                if (text.length > 0) {
                    alone.restore(0, alone.save(1)); // the second stream has read nothing
                    float[][] expected = alone.read(text);
                    assertThat(together.logProbabilities(stream))
                            .as("stream %d after %d changes", stream, n)
                            .containsExactly(expected[text.length - 1], within(TOLERANCE));
                }
            }
        });
    }

    /** The stream with the largest number takes the number of a removed one. */
    private static void change(LstmStepper stepper, List<List<Integer>> texts, SplittableRandom random) {
        int kind = random.nextInt(4);
        if (texts.size() < 3 || kind < 2 && texts.size() < 40) {
            assertThat(stepper.add()).isEqualTo(texts.size());
            texts.add(new ArrayList<>());
            return;
        }
        int from = random.nextInt(texts.size());
        int to = random.nextInt(texts.size());
        if (kind == 3) {
            stepper.restore(to, stepper.save(from));
            texts.set(to, new ArrayList<>(texts.get(from)));
        } else {
            stepper.remove(to);
            texts.set(to, texts.get(texts.size() - 1));
            texts.remove(texts.size() - 1);
            assertThat(stepper.size()).isEqualTo(texts.size());
        }
    }

    @Test
    void invalidStreamsAndSymbolsAreRefusedWithoutAStep() {
        MultiLayerNetwork net = SMALL.network();
        LstmStepper stepper = new LstmStepper(net, true);
        stepper.step();
        assertThatIllegalArgumentException().isThrownBy(() -> stepper.step(1)).withMessage("1 inputs for 0 streams");
        assertThatIllegalArgumentException().isThrownBy(() -> stepper.read(1)).withMessage("1 inputs for 0 streams");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stepper.remove(0));
        stepper.add();
        stepper.add();
        stepper.step(3, 4);
        float[] before = stepper.logProbabilities(0).clone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepper.step(8, 9))
                .withMessage("symbol 9 of a vocabulary of 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepper.read(-1, 0))
                .withMessage("symbol -1 of a vocabulary of 9");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stepper.save(2));
        assertThat(stepper.read()).isEmpty();
        assertThat(stepper.logProbabilities(0)).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> new LstmStepper(net, true, 0, DataType.FLOAT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LstmStepper(net, true, 2, DataType.FLOAT).step(1, 2, 3))
                .withMessage("3 symbols, which are not 2 for each input");
    }

    @Test
    void otherNetworksAreRefused() {
        MultiLayerConfiguration configuration = Nets.stock(9, 1, 8, 6).getLayerWiseConfigurations();
        ((org.deeplearning4j.nn.conf.layers.LSTM) configuration.getConf(1).getLayer())
                .setActivationFn(new ActivationSoftSign());
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LstmStepper(net, true))
                .withMessage("layer 1 of 3: an LSTM with softsign and sigmoid instead of tanh and sigmoid");
    }
}
