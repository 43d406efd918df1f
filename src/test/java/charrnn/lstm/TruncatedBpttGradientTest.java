package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the second segment against numeric gradients in double precision. The loss of a segment is a function
 * of the parameters, the state that was carried into it being a constant: that is what truncated BPTT differentiates.
 */
class TruncatedBpttGradientTest {
    private static double worstRelativeError(MultiLayerNetwork net, int batch, int vocabulary, int time) {
        Nets.read(net, Segment.random(DataType.DOUBLE, batch, vocabulary, time, 1));
        Segment second = Segment.random(DataType.DOUBLE, batch, vocabulary, time, 2);
        List<Map<String, INDArray>> carried = Nets.state(net);
        Nets.gradientAndScore(net, second);
        return NumericGradient.worstRelativeError(net, NumericGradient.analytic(net, batch), () -> {
            Nets.restore(net, carried);
            return Nets.loss(net, second);
        });
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 4", "1, 2, 1", "1, 7, 3", "2, 3, 6"})
    void gradientIsExactInTheSecondSegment(int batch, int vocabulary, int time) {
        MultiLayerNetwork net = Nets.fast(DataType.DOUBLE, vocabulary, 1, 6, 4);
        assertThat(worstRelativeError(net, batch, vocabulary, time)).isLessThan(1e-6);
    }

    @Test
    void gradientIsExactWithOneUnitAndWithThreeLayers() {
        assertThat(worstRelativeError(Nets.fast(DataType.DOUBLE, 4, 1, 1), 2, 4, 5))
                .isLessThan(1e-6);
        assertThat(worstRelativeError(Nets.fast(DataType.DOUBLE, 4, 1, 3, 5, 2), 2, 4, 5))
                .isLessThan(1e-6);
    }

    /** The reason for this package: the day this fails, Deeplearning4j was mended. */
    @Test
    void stockDeeplearning4jFailsTheSameCheck() {
        MultiLayerNetwork net = Nets.stock(DataType.DOUBLE, 5, 1, 6, 4);
        assertThat(worstRelativeError(net, 3, 5, 4)).isGreaterThan(0.05);
    }
}
