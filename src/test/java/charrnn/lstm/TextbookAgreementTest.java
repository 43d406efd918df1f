package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * charrnn's LSTM against {@link TextbookNetwork}: loss, probabilities, the state passed on and every gradient, in the
 * first segment and in the second, which starts from the state of the first.
 */
class TextbookAgreementTest {
    /** Relative to an array's norm. Rounding alone is left, some 1e-16 a term; 7e-15 was the largest seen. */
    private static final double DOUBLE = 1e-12;

    /**
     * Relative to an array's norm. FastTanh is off by up to 3e-7 in each gate and cell, and rounding adds 6e-8 a term;
     * both are carried through ten time steps and three layers, where some pass the narrow layer of one unit. 3.3e-6
     * was the largest seen.
     */
    private static final double FLOAT = 1e-5;

    private static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (int[] hidden : new int[][] {{1}, {7}, {33}, {7, 33}, {33, 1, 7}}) {
            for (int vocabulary : new int[] {1, 2, 5, 300}) {
                for (int batch : new int[] {1, 3}) {
                    for (int time : new int[] {1, 5}) {
                        shapes.add(Arguments.of(hidden, vocabulary, batch, time));
                    }
                }
            }
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesInDouble(int[] hidden, int vocabulary, int batch, int time) {
        agrees(DataType.DOUBLE, DOUBLE, hidden, vocabulary, batch, time);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesInFloat(int[] hidden, int vocabulary, int batch, int time) {
        agrees(DataType.FLOAT, FLOAT, hidden, vocabulary, batch, time);
    }

    private static void agrees(DataType type, double tolerance, int[] hidden, int vocabulary, int batch, int time) {
        MultiLayerNetwork network = Nets.fast(type, vocabulary, 1, hidden);
        TextbookNetwork textbook = new TextbookNetwork(network, batch);
        for (int n = 0; n < 2; n++) {
            Segment segment = Segment.random(type, batch, vocabulary, time, n);
            Map<String, double[][]> before = copies(textbook.gradients());
            textbook.segment(segment.inputs(), segment.targets());
            double score = Nets.gradientAndScore(network, segment);
            assertThat(error(new double[][] {{score}}, new double[][] {{textbook.score}}))
                    .as("loss")
                    .isLessThan(tolerance);
            textbook.gradients().forEach((name, sum) -> {
                double[][] expected = difference(sum, before.get(name));
                double[][] actual = TextbookNetwork.matrix(network.gradient().getGradientFor(name));
                assertThat(error(actual, expected)).as("gradient of %s", name).isLessThan(tolerance);
            });
            List<Map<String, INDArray>> state = Nets.state(network);
            for (int i = 0; i < hidden.length; i++) {
                assertThat(error(matrix(state, i, LSTM.STATE_KEY_PREV_ACTIVATION), textbook.hidden[i]))
                        .as("h of layer %d", i)
                        .isLessThan(tolerance);
                assertThat(error(matrix(state, i, LSTM.STATE_KEY_PREV_MEMCELL), textbook.cells[i]))
                        .as("c of layer %d", i)
                        .isLessThan(tolerance);
            }
        }
    }

    private static double[][] matrix(List<Map<String, INDArray>> state, int layer, String key) {
        return TextbookNetwork.matrix(state.get(layer).get(key));
    }

    private static Map<String, double[][]> copies(Map<String, double[][]> gradients) {
        gradients.replaceAll((name, gradient) -> difference(gradient, new double[gradient.length][gradient[0].length]));
        return gradients;
    }

    private static double[][] difference(double[][] a, double[][] b) {
        double[][] difference = new double[a.length][a[0].length];
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c < a[r].length; c++) {
                difference[r][c] = a[r][c] - b[r][c];
            }
        }
        return difference;
    }

    /** Norm of the difference over the norm of what is expected; plain where that is zero. */
    private static double error(double[][] actual, double[][] expected) {
        double scale = norm(expected);
        return norm(difference(actual, expected)) / (scale == 0 ? 1 : scale);
    }

    private static double norm(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }
}
