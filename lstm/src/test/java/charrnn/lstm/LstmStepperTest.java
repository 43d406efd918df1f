package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link LstmStepper} with one stream. */
class LstmStepperTest {
    private static final int VOCABULARY = 23;

    private static List<int[]> stacks() {
        return List.of(new int[] {33}, new int[] {1}, new int[] {7, 1}, new int[] {24, 40}, new int[] {40, 7, 16});
    }

    /** A network trained on one segment, so that its distributions are uneven. */
    private static MultiLayerNetwork network(int... hidden) {
        MultiLayerNetwork net = Nets.fast(VOCABULARY, 1, hidden);
        Segment[] segments = new Segment[60];
        Arrays.fill(segments, Segment.random(2, VOCABULARY, 12, 1));
        double[] losses = Nets.train(net, segments);
        assertThat(losses[59]).isLessThan(0.8 * losses[0]);
        return net;
    }

    /** The largest difference seen was 9e-7. */
    @ParameterizedTest
    @MethodSource("stacks")
    void agreesWithStockDeeplearning4jFromStepToStep(int[] hidden) {
        MultiLayerNetwork net = network(hidden);
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, hidden);
        stock.setParams(net.params());
        Partition.runWithNativeThreads(Nets.SHARES, () -> agree(net, stock));
    }

    private static LstmStepper stepper(MultiLayerNetwork net, boolean allThreadsFree) {
        LstmStepper stepper = new LstmStepper(net, allThreadsFree);
        stepper.add();
        return stepper;
    }

    private static float[] step(LstmStepper stepper, int symbol) {
        stepper.step(symbol);
        return stepper.logProbabilities(0);
    }

    private static void agree(MultiLayerNetwork net, MultiLayerNetwork stock) {
        LstmStepper stepper = stepper(net, true);
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 300; n++) {
            int symbol = random.nextInt(VOCABULARY);
            INDArray input = Nd4j.zeros(DataType.FLOAT, 1, VOCABULARY, 1);
            input.putScalar(0, symbol, 0, 1);
            double[] expected =
                    stock.rnnTimeStep(input).reshape(VOCABULARY).dup().data().asDouble();
            float[] logarithms = step(stepper, symbol);
            double sum = 0;
            for (int v = 0; v < VOCABULARY; v++) {
                assertThat(Math.exp(logarithms[v])).as("step %d", n).isCloseTo(expected[v], within(1e-5));
                sum += Math.exp(logarithms[v]);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    /** Each input is two symbols: one of the first ten and one of the others. */
    @ParameterizedTest
    @MethodSource("stacks")
    void inputsOfTwoSymbolsAgreeWithStockDeeplearning4j(int[] hidden) {
        MultiLayerNetwork net = network(hidden);
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, hidden);
        stock.setParams(net.params());
        SplittableRandom random = new SplittableRandom(2);
        int steps = 37;
        int[] symbols = new int[2 * steps];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = i % 2 == 0 ? random.nextInt(10) : random.nextInt(10, VOCABULARY);
        }
        LstmStepper reader = new LstmStepper(net, true, 2);
        reader.add();
        float[][] predictions = reader.read(symbols);
        LstmStepper stepper = new LstmStepper(net, true, 2);
        stepper.add();
        stepper.add();
        for (int n = 0; n < steps; n++) {
            INDArray input = Nd4j.zeros(DataType.FLOAT, 1, VOCABULARY, 1);
            input.putScalar(0, symbols[2 * n], 0, 1);
            input.putScalar(0, symbols[2 * n + 1], 0, 1);
            INDArray expected = stock.rnnTimeStep(input);
            stepper.step(0, 10, symbols[2 * n], symbols[2 * n + 1]);
            assertThat(stepper.logProbabilities(1)).containsExactly(predictions[n], within(1e-5f));
            for (int v = 0; v < VOCABULARY; v++) {
                assertThat(Math.exp(predictions[n][v]))
                        .as("step %d", n)
                        .isCloseTo(expected.getDouble(0, v, 0), within(1e-5));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.step(1, 2, 3))
                .withMessage("3 symbols, which are not 2 for each input");
    }

    @Test
    void streamAddedAfterARemovalEqualsAFirstOne() {
        LstmStepper stepper = stepper(network(8, 6), true);
        float[] first = step(stepper, 3).clone();
        assertThat(step(stepper, 3)).isNotEqualTo(first);
        stepper.remove(0);
        stepper.add();
        assertThat(step(stepper, 3)).isEqualTo(first);
    }

    /** 37 symbols are more than twice as many as are multiplied at once. */
    @ParameterizedTest
    @MethodSource("stacks")
    void readingSeveralSymbolsEqualsStepsUpToRounding(int[] hidden) {
        MultiLayerNetwork net = network(hidden);
        int[] symbols = new SplittableRandom(3).ints(37, 0, VOCABULARY).toArray();
        for (boolean allThreadsFree : new boolean[] {false, true}) {
            LstmStepper stepwise = new LstmStepper(net, allThreadsFree);
            LstmStepper reader = new LstmStepper(net, allThreadsFree);
            for (LstmStepper stepper : List.of(stepwise, reader)) {
                stepper.add();
                stepper.add();
                stepper.step(1, 2);
            }
            float[][] predictions = reader.read(symbols);
            for (int i = 0; i < symbols.length; i++) {
                assertThat(predictions[i]).containsExactly(step(stepwise, symbols[i]), within(1e-5f));
            }
            assertEqualStates(reader, stepwise, hidden.length);
            reader.step(3, 4);
            stepwise.step(3, 4);
            assertEqualStates(reader, stepwise, hidden.length);
        }
    }

    private static void assertEqualStates(LstmStepper one, LstmStepper other, int layers) {
        for (int stream = 0; stream < 2; stream++) {
            assertThat(one.logProbabilities(stream)).containsExactly(other.logProbabilities(stream), within(1e-5f));
            for (int layer = 0; layer < layers; layer++) {
                assertThat(one.hidden(stream, layer)).containsExactly(other.hidden(stream, layer), within(1e-5f));
                assertThat(one.cells(stream, layer)).containsExactly(other.cells(stream, layer), within(1e-5f));
            }
        }
    }

    @Test
    void wrongSymbolsAreRefusedAndNothingIsRead() {
        MultiLayerNetwork net = network(8, 6);
        LstmStepper stepper = new LstmStepper(net, true);
        assertThatIllegalArgumentException().isThrownBy(() -> stepper.read(1)).withMessage("1 inputs for 0 streams");
        stepper.add();
        float[] first = step(stepper, 3).clone();
        assertThatIllegalArgumentException().isThrownBy(() -> stepper.read(1, VOCABULARY));
        assertThat(stepper.read()).isEmpty();
        assertThat(stepper.logProbabilities(0)).isEqualTo(first);
        assertThatIllegalArgumentException().isThrownBy(() -> new LstmStepper(net, true, 0));
    }

    @Test
    void oneThreadGivesTheSameResultsAsAllThreadsUpToRounding() {
        MultiLayerNetwork net = network(200, 180);
        Partition.runWithNativeThreads(Nets.SHARES, () -> {
            LstmStepper onAll = stepper(net, true);
            LstmStepper onOne = stepper(net, false);
            for (int n = 0; n < 50; n++) {
                assertThat(step(onOne, n % VOCABULARY)).containsExactly(step(onAll, n % VOCABULARY), within(1e-5f));
            }
        });
    }
}
