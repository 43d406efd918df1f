package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
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
        LstmStepper stepper = new LstmStepper(net, 1, allThreadsFree);
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

    @Test
    void streamAddedAfterARemovalEqualsAFirstOne() {
        LstmStepper stepper = stepper(network(8, 6), true);
        float[] first = step(stepper, 3).clone();
        assertThat(step(stepper, 3)).isNotEqualTo(first);
        stepper.remove(0);
        stepper.add();
        assertThat(step(stepper, 3)).isEqualTo(first);
    }

    /** 37 symbols are two blocks and a part of one. */
    @ParameterizedTest
    @MethodSource("stacks")
    void readingSeveralSymbolsEqualsSteps(int[] hidden) {
        MultiLayerNetwork net = network(hidden);
        int[] symbols = new SplittableRandom(3).ints(38, 0, VOCABULARY).toArray();
        for (int rows : List.of(1, LstmStepper.ROWS)) {
            LstmStepper stepwise = new LstmStepper(net, rows, true);
            LstmStepper reader = new LstmStepper(net, rows, true);
            for (int stream = 0; stream < 2; stream++) {
                stepwise.add();
                reader.add();
            }
            stepwise.step(1, 2);
            reader.step(1, 2);
            float[][] predictions = reader.read(Arrays.copyOf(symbols, 37));
            for (int i = 0; i < 37; i++) {
                assertThat(predictions[i]).isEqualTo(step(stepwise, symbols[i]));
            }
            assertThat(reader.logProbabilities(0)).isEqualTo(predictions[36]);
            assertThat(reader.logProbabilities(1)).isEqualTo(stepwise.logProbabilities(1));
            assertThat(step(reader, symbols[37])).isEqualTo(step(stepwise, symbols[37]));
            assertThat(reader.cells(0, 0)).isEqualTo(stepwise.cells(0, 0));
            assertThat(reader.cells(1, 0)).isEqualTo(stepwise.cells(1, 0));
        }
    }

    @Test
    void oneThreadGivesTheSameResultsAsAllThreads() {
        MultiLayerNetwork net = network(200, 180);
        Partition.runWithNativeThreads(Nets.SHARES, () -> {
            LstmStepper onAll = stepper(net, true);
            LstmStepper onOne = stepper(net, false);
            for (int n = 0; n < 50; n++) {
                assertThat(step(onOne, n % VOCABULARY)).isEqualTo(step(onAll, n % VOCABULARY));
            }
        });
    }
}
