package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares charrnn's LSTM with coupled gates with {@link TextbookNetwork}, which computes all four gates from the same
 * weights in double precision.
 */
class CoupledGatesTest {
    /** Relative to an array's norm; the same as for full gates, see {@link TextbookAgreementTest}. */
    private static final double TOLERANCE = 1e-5;

    private static final int VOCABULARY = 7;

    private static MultiLayerNetwork coupled(int vocabulary, double retain, DataType factorType, int... hidden) {
        MultiLayerNetwork network = Nets.carryingStock(vocabulary, retain, hidden);
        LstmInstaller.couple(network);
        LstmInstaller.install(network, true, Nets.SHARES, factorType);
        return network;
    }

    private static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (int[] hidden : new int[][] {{1}, {7}, {33}, {7, 33}, {33, 1, 7}}) {
            for (int vocabulary : new int[] {2, 5, 300}) {
                for (int[] batchAndTime : new int[][] {{1, 1}, {1, 5}, {3, 5}}) {
                    shapes.add(Arguments.of(hidden, vocabulary, batchAndTime[0], batchAndTime[1]));
                }
            }
        }
        return shapes;
    }

    /** In the first segment and in the second, which starts from the state of the first. */
    @ParameterizedTest
    @MethodSource("shapes")
    void lossAndGradientsAgreeWithFourGates(int[] hidden, int vocabulary, int batch, int time) {
        MultiLayerNetwork network = coupled(vocabulary, 1, DataType.FLOAT, hidden);
        TextbookNetwork textbook = new TextbookNetwork(network, batch);
        for (int n = 0; n < 2; n++) {
            Segment segment = Segment.random(batch, vocabulary, time, n);
            double loss = textbook.segment(segment.inputs(), segment.targets());
            assertThat(Errors.relative(Nets.gradientAndScore(network, segment), loss))
                    .isLessThan(TOLERANCE);
            textbook.gradients().forEach((name, gradient) -> {
                double[][] expected = isGate(name, hidden) ? ofPair(gradient) : gradient;
                double[][] actual = TextbookNetwork.matrix(network.gradient().getGradientFor(name));
                assertThat(Errors.relative(actual, expected)).as(name).isLessThan(TOLERANCE);
            });
        }
    }

    private static boolean isGate(String name, int... hidden) {
        return !name.startsWith(hidden.length + "_");
    }

    /** Replaces (g_f, g_i) by (g_f - g_i, g_i - g_f). */
    private static double[][] ofPair(double[][] gradient) {
        int hidden = gradient[0].length / 4;
        double[][] result = Arrays.stream(gradient).map(double[]::clone).toArray(double[][]::new);
        for (double[] row : result) {
            for (int k = 0; k < hidden; k++) {
                row[hidden + k] -= row[3 * hidden + k];
                row[3 * hidden + k] = -row[hidden + k];
            }
        }
        return result;
    }

    /** The slope of the loss along w_f = v, w_i = -v, by central differences in double precision. */
    @Test
    void gradientIsTheSlopeOfTheLossOfCoupledWeights() {
        int batch = 2;
        double step = 1e-6;
        int[] hidden = {5, 3};
        MultiLayerNetwork network = coupled(VOCABULARY, 1, DataType.FLOAT, hidden);
        TextbookNetwork textbook = new TextbookNetwork(network, batch);
        Segment first = Segment.random(batch, VOCABULARY, 6, 1);
        Segment second = Segment.random(batch, VOCABULARY, 6, 2);
        Nets.gradientAndScore(network, first);
        Nets.gradientAndScore(network, second);
        textbook.segment(first.inputs(), first.targets());
        double[][][][] carried = textbook.state();
        textbook.parameters().forEach((name, parameter) -> {
            if (!isGate(name, hidden)) {
                return;
            }
            int units = parameter[0].length / 4;
            double[][] numeric = new double[parameter.length][units];
            double[][] actual = new double[parameter.length][];
            for (int r = 0; r < numeric.length; r++) {
                double[] gradient = TextbookNetwork.matrix(network.gradient().getGradientFor(name))[r];
                actual[r] = Arrays.copyOfRange(gradient, units, 2 * units);
                for (int k = 0; k < units; k++) {
                    for (int sign : new int[] {1, -1}) {
                        double value = parameter[r][units + k];
                        parameter[r][units + k] = value + sign * step;
                        parameter[r][3 * units + k] = -parameter[r][units + k];
                        textbook.restore(carried);
                        numeric[r][k] +=
                                sign * batch * textbook.segment(second.inputs(), second.targets()) / (2 * step);
                        parameter[r][units + k] = value;
                        parameter[r][3 * units + k] = -value;
                    }
                }
            }
            assertThat(Errors.relative(actual, numeric)).as(name).isLessThan(TOLERANCE);
        });
    }

    /** The same masks, drawn with the same seed. */
    @Test
    void lossAndGradientUnderDropoutAgreeWithFullGates() {
        MultiLayerNetwork coupled = coupled(VOCABULARY, 0.6, DataType.FLOAT, 12, 9);
        MultiLayerNetwork full = Nets.carryingFast(VOCABULARY, 0.6, 12, 9);
        full.setParams(coupled.params());
        for (int n = 0; n < 3; n++) {
            Segment segment = Segment.random(4, VOCABULARY, 8, n);
            Nd4j.getRandom().setSeed(7);
            double expected = Nets.gradientAndScore(full, segment);
            Nd4j.getRandom().setSeed(7);
            assertThat(Errors.relative(Nets.gradientAndScore(coupled, segment), expected))
                    .isLessThan(TOLERANCE);
            double[][] gradient = TextbookNetwork.matrix(full.gradient().getGradientFor("1_RW"));
            assertThat(Errors.relative(
                            TextbookNetwork.matrix(coupled.gradient().getGradientFor("1_RW")), ofPair(gradient)))
                    .isLessThan(TOLERANCE);
        }
    }

    /** The tolerance is that of full gates, see {@link Bfloat16Test}. */
    @Test
    void gradientsInBfloat16DifferOnlyByRounding() {
        assumeTrue(OneDnn.multipliesBfloat16(), "the processor has no bfloat16");
        MultiLayerNetwork exact = coupled(VOCABULARY, 1, DataType.FLOAT, 40, 24);
        MultiLayerNetwork rounded = coupled(VOCABULARY, 1, DataType.BFLOAT16, 40, 24);
        Segment segment = Segment.random(6, VOCABULARY, 12, 3);
        Nets.gradientAndScore(exact, segment);
        Nets.gradientAndScore(rounded, segment);
        Map<String, INDArray> gradients = rounded.gradient().gradientForVariable();
        exact.gradient().gradientForVariable().forEach((name, expected) -> {
            double error = gradients.get(name).distance2(expected)
                    / expected.norm2Number().doubleValue();
            assertThat(error).as(name).isBetween(1e-6, 1.0 / (1 << 7));
        });
    }

    @Test
    void sameTrainingGivesTheSameBits() {
        Segment[] segments = Segment.randoms(5, VOCABULARY, 8, 20);
        MultiLayerNetwork first = coupled(VOCABULARY, 1, DataType.FLOAT, 20, 13);
        MultiLayerNetwork second = coupled(VOCABULARY, 1, DataType.FLOAT, 20, 13);
        assertThat(Nets.train(first, segments)).isEqualTo(Nets.train(second, segments));
        assertThat(first.params()).isEqualTo(second.params());
    }

    /** Outputs lie between 0 and 1; tanh has an error of 3e-7. */
    @Test
    void trainedCheckpointIsPlainDeeplearning4j(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = coupled(VOCABULARY, 1, DataType.FLOAT, 20, 13);
        Nets.train(network, Segment.randoms(5, VOCABULARY, 8, 50));
        File file = folder.resolve("net.zip").toFile();
        network.save(file);
        MultiLayerNetwork restored = MultiLayerNetwork.load(file, true);
        assertThat(LstmInstaller.isInstalled(restored)).isFalse();
        assertThat(LstmInstaller.isCoupled(restored)).isTrue();
        INDArray features = Segment.random(3, VOCABULARY, 9, 9).features();
        INDArray expected = restored.output(features);
        assertThat(network.output(features).sub(expected).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        LstmInstaller.install(restored, true, Nets.SHARES, DataType.FLOAT);
        assertThat(restored.output(features)).isEqualTo(network.output(features));
    }

    @Test
    void stepperAgreesWithStockDeeplearning4j() {
        MultiLayerNetwork network = coupled(VOCABULARY, 1, DataType.FLOAT, 20, 13);
        Nets.train(network, Segment.randoms(5, VOCABULARY, 8, 50));
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, 20, 13);
        stock.setParams(network.params());
        LstmStepper stepper = new LstmStepper(stock, true);
        stepper.add();
        for (int n = 0; n < 100; n++) {
            INDArray input = Nd4j.zeros(DataType.FLOAT, 1, VOCABULARY, 1);
            input.putScalar(0, n * n % VOCABULARY, 0, 1);
            INDArray expected = stock.rnnTimeStep(input);
            stepper.step(n * n % VOCABULARY);
            for (int v = 0; v < VOCABULARY; v++) {
                assertThat(Math.exp(stepper.logProbabilities(0)[v]))
                        .as("step %d", n)
                        .isCloseTo(expected.getDouble(0, v, 0), within(1e-5));
            }
        }
    }

    @Test
    void oneChangedBitUncouplesTheGates() {
        for (String name : new String[] {"0_W", "0_RW", "1_b"}) {
            MultiLayerNetwork network = coupled(VOCABULARY, 1, DataType.FLOAT, 20, 13);
            assertThat(LstmInstaller.isCoupled(network)).isTrue();
            INDArray parameter = network.getParam(name);
            long last = parameter.length() - 1;
            parameter.putScalar(last, Math.nextUp(parameter.getFloat(last)));
            assertThat(LstmInstaller.isCoupled(network)).as(name).isFalse();
        }
        assertThat(LstmInstaller.isCoupled(Nets.stock(VOCABULARY, 1, 20, 13))).isFalse();
    }
}
