package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the gradient of the textbook network in the second segment with central differences of its loss, along random
 * directions of each parameter. The state that is carried into the segment is a constant, as in truncated BPTT.
 */
class TextbookNetworkTest {
    private static final double STEP = 1e-6;

    private static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (boolean coupled : new boolean[] {false, true}) {
            for (boolean dropout : new boolean[] {false, true}) {
                shapes.add(Arguments.of(new int[] {6, 4}, 3, 5, 4, coupled, dropout));
                shapes.add(Arguments.of(new int[] {6, 4}, 1, 2, 1, coupled, dropout));
                shapes.add(Arguments.of(new int[] {1}, 2, 4, 5, coupled, dropout));
                shapes.add(Arguments.of(new int[] {3, 5, 2}, 2, 4, 5, coupled, dropout));
            }
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientIsTheSlopeOfTheLossInTheSecondSegment(
            int[] hidden, int batch, int vocabulary, int time, boolean coupled, boolean dropout) {
        Nd4j.getRandom().setSeed(3);
        MultiLayerNetwork initial = Nets.stock(vocabulary, 1, hidden);
        if (coupled) {
            LstmInstaller.couple(initial);
        }
        TextbookNetwork network = new TextbookNetwork(initial, batch, coupled);
        if (dropout) {
            network.setDropout(Arrays.stream(hidden)
                    .mapToObj(units -> Nd4j.rand(DataType.DOUBLE, batch, units, time)
                            .lt(0.6)
                            .castTo(DataType.DOUBLE)
                            .div(0.6))
                    .toList());
        }
        network.segment(Segment.random(batch, vocabulary, time, 1));
        INDArray[] h = network.hidden.clone();
        INDArray[] c = network.cells.clone();
        Segment second = Segment.random(batch, vocabulary, time, 2);
        DoubleSupplier loss = () -> {
            System.arraycopy(h, 0, network.hidden, 0, h.length);
            System.arraycopy(c, 0, network.cells, 0, c.length);
            return batch * network.segment(second);
        };
        assertThat(loss.getAsDouble()).isPositive();
        Map<String, INDArray> gradients = Map.copyOf(network.gradients);
        network.parameters.forEach((name, parameter) -> {
            INDArray gradient = gradients.get(name);
            for (int n = 0; n < 2; n++) {
                INDArray direction = Nd4j.randn(DataType.DOUBLE, parameter.shape());
                long columns = parameter.size(1);
                if (coupled && !name.startsWith(hidden.length + "_")) {
                    LstmPass.setInputGates(direction);
                    columns = columns / 4 * 3; // one of the two copies of a coupled gate
                }
                double expected = Matrix.columns(gradient, 0, columns)
                        .mul(Matrix.columns(direction, 0, columns))
                        .sumNumber()
                        .doubleValue();
                double norm = gradient.norm2Number().doubleValue();
                assertThat(slope(parameter, direction, loss)).as(name).isCloseTo(expected, within(1e-6 * norm));
            }
        });
    }

    private static double slope(INDArray parameter, INDArray direction, DoubleSupplier loss) {
        INDArray value = parameter.dup();
        parameter.assign(value.add(direction.mul(STEP)));
        double above = loss.getAsDouble();
        parameter.assign(value.sub(direction.mul(STEP)));
        double below = loss.getAsDouble();
        parameter.assign(value);
        return (above - below) / (2 * STEP);
    }
}
