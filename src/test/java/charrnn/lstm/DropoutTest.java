package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout between the layers and before the output. */
class DropoutTest {
    private static final int BATCH = 2;
    private static final int VOCABULARY = 5;

    /** The score that stock Deeplearning4j reports leaves out the mask before the output; its gradient does not. */
    @Test
    void theGradientAndTheScoreAreThoseOfTheMaskedNetwork() {
        MultiLayerNetwork net = Nets.fast(DataType.DOUBLE, VOCABULARY, 1, 6, 4, 3);
        double unmasked = Nets.loss(net, Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 2));
        mask(net, 0);
        Nets.read(net, Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 1));
        Segment second = Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 2);
        List<Map<String, INDArray>> carried = Nets.state(net);
        double score = Nets.gradientAndScore(net, second);
        Map<String, INDArray> analytic = NumericGradient.analytic(net, BATCH);
        Nets.restore(net, carried);
        assertThat(Nets.loss(net, second)).as("the masks work").isNotEqualTo(unmasked);
        Nets.restore(net, carried);
        assertThat(score).isCloseTo(Nets.loss(net, second), within(1e-12));
        assertThat(NumericGradient.worstRelativeError(net, analytic, () -> {
                    Nets.restore(net, carried);
                    return Nets.loss(net, second);
                }))
                .isLessThan(1e-6);
    }

    private static void mask(MultiLayerNetwork net, int seed) {
        for (int i = 1; i < net.getnLayers(); i++) {
            net.getLayer(i).conf().getLayer().setIDropout(new FixedMask(BATCH, 0.6, seed + i));
        }
    }

    /** In the first segment, where stock Deeplearning4j is right. */
    @Test
    void theGradientIsThatOfStockDeeplearning4jUnderTheSameMasks() {
        Segment first = Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 1);
        INDArray expected = gradient(Nets.stock(DataType.DOUBLE, VOCABULARY, 1, 6, 4, 3), first, 3);
        INDArray actual = gradient(Nets.fast(DataType.DOUBLE, VOCABULARY, 1, 6, 4, 3), first, 3);
        INDArray others = gradient(Nets.fast(DataType.DOUBLE, VOCABULARY, 1, 6, 4, 3), first, 900_000_000);
        assertThat(actual.distance2(expected)).isLessThan(1e-13);
        assertThat(others.distance2(expected)).as("other masks").isGreaterThan(0.1);
    }

    private static INDArray gradient(MultiLayerNetwork net, Segment segment, int seed) {
        mask(net, seed);
        Nets.gradientAndScore(net, segment);
        return net.gradient().gradient();
    }

    /** With the seed set anew, the masks of a pass are those of the one before. */
    @Test
    void theGradientAndTheScoreAreThoseOfWhatIsDropped() {
        MultiLayerNetwork net = Nets.fast(DataType.DOUBLE, VOCABULARY, 0.6, 6, 4, 3);
        Nets.read(net, Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 1));
        Segment second = Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 2);
        List<Map<String, INDArray>> carried = Nets.state(net);
        DoubleSupplier loss = () -> {
            Nets.restore(net, carried);
            Nd4j.getRandom().setSeed(7);
            return Nets.loss(net, second);
        };
        Nd4j.getRandom().setSeed(7);
        double score = Nets.gradientAndScore(net, second);
        Map<String, INDArray> analytic = NumericGradient.analytic(net, BATCH);
        assertThat(score).isCloseTo(loss.getAsDouble(), within(1e-12));
        assertThat(NumericGradient.worstRelativeError(net, analytic, loss)).isLessThan(1e-6);
    }

    @Test
    void theSameSeedDropsTheSame() {
        Segment segment = Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 1);
        assertThat(drawn(segment, 3)).isEqualTo(drawn(segment, 3)).isNotEqualTo(drawn(segment, 4));
    }

    @Test
    void itWorksWhereTheOutputLayerIsLeftToDeeplearning4jToo() {
        Segment oneHot = Segment.random(DataType.DOUBLE, BATCH, VOCABULARY, 5, 1);
        Segment soft = new Segment(oneHot.features(), oneHot.labels().mul(0.9).add(0.02));
        assertThat(drawn(soft, 3)).isEqualTo(drawn(soft, 3)).isNotEqualTo(drawn(soft, 4));
    }

    private static INDArray drawn(Segment segment, long seed) {
        MultiLayerNetwork net = Nets.fast(DataType.DOUBLE, VOCABULARY, 0.6, 6, 4, 3);
        Nd4j.getRandom().setSeed(seed);
        Nets.gradientAndScore(net, segment);
        return net.gradient().gradient();
    }

    @Test
    void evaluationDropsNothing() {
        INDArray features =
                Segment.random(DataType.FLOAT, BATCH, VOCABULARY, 5, 1).features();
        INDArray without = Nets.fast(DataType.FLOAT, VOCABULARY, 1, 6, 4, 3).output(features);
        assertThat(Nets.fast(DataType.FLOAT, VOCABULARY, 0.6, 6, 4, 3)
                        .output(features)
                        .distance2(without))
                .isZero();
    }
}
