package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the gradient of the textbook network in the second segment with central differences of its loss, in double
 * precision. The state that is carried into the segment is a constant, as in truncated BPTT.
 */
class TextbookNetworkTest {
    private static final double STEP = 1e-6;

    private static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (boolean dropout : new boolean[] {false, true}) {
            for (int[] batchVocabularyTime : new int[][] {{3, 5, 4}, {1, 2, 1}, {1, 7, 3}, {2, 3, 6}}) {
                shapes.add(Arguments.of(new int[] {6, 4}, batchVocabularyTime, dropout));
            }
            shapes.add(Arguments.of(new int[] {1}, new int[] {2, 4, 5}, dropout));
            shapes.add(Arguments.of(new int[] {3, 5, 2}, new int[] {2, 4, 5}, dropout));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientIsTheSlopeOfTheLossInTheSecondSegment(int[] hidden, int[] batchVocabularyTime, boolean dropout) {
        int batch = batchVocabularyTime[0];
        int vocabulary = batchVocabularyTime[1];
        int time = batchVocabularyTime[2];
        TextbookNetwork network = new TextbookNetwork(Nets.stock(vocabulary, 1, hidden), batch);
        if (dropout) {
            network.setDropout((layer, stream, unit, t) -> layer == 0 ? 1 : mask(layer, stream, unit, t));
        }
        Segment first = Segment.random(batch, vocabulary, time, 1);
        Segment second = Segment.random(batch, vocabulary, time, 2);
        network.segment(first.inputs(), first.targets());
        double[][][][] carried = network.state();
        DoubleSupplier loss = () -> {
            network.restore(carried);
            return network.segment(second.inputs(), second.targets());
        };
        assertThat(loss.getAsDouble()).isPositive();
        Map<String, double[][]> gradients = Errors.copies(network.gradients());
        network.parameters().forEach((name, parameters) -> {
            double[][] numeric = new double[parameters.length][parameters[0].length];
            for (int r = 0; r < numeric.length; r++) {
                for (int c = 0; c < numeric[r].length; c++) {
                    numeric[r][c] = batch * slope(parameters[r], c, loss);
                }
            }
            assertThat(Errors.relative(gradients.get(name), numeric)).as(name).isLessThan(1e-6);
        });
    }

    private static double mask(int layer, int stream, int unit, int time) {
        long seed = ((layer * 100L + stream) * 100 + unit) * 100 + time;
        return new Random(seed * 1_000_003).nextInt(5) < 3 ? 1 / 0.6 : 0;
    }

    private static double slope(double[] parameters, int i, DoubleSupplier loss) {
        double value = parameters[i];
        parameters[i] = value + STEP;
        double above = loss.getAsDouble();
        parameters[i] = value - STEP;
        double below = loss.getAsDouble();
        parameters[i] = value;
        return (above - below) / (2 * STEP);
    }
}
