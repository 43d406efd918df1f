package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout between the layers and before the output. */
class DropoutTest {
    private static final int BATCH = 2;
    private static final int VOCABULARY = 5;

    /** In the first segment, where stock Deeplearning4j is right. */
    @Test
    void gradientIsThatOfStockDeeplearning4jUnderTheSameMasks() {
        Segment first = Segment.random(BATCH, VOCABULARY, 5, 1);
        INDArray expected = gradient(Nets.stock(VOCABULARY, 1, 6, 4, 3), first, 3);
        INDArray actual = gradient(Nets.fast(VOCABULARY, 1, 6, 4, 3), first, 3);
        INDArray others = gradient(Nets.fast(VOCABULARY, 1, 6, 4, 3), first, 900_000_000);
        assertThat(actual.distance2(expected)).isLessThan(1e-5);
        assertThat(others.distance2(expected)).as("other masks").isGreaterThan(0.1);
    }

    private static INDArray gradient(MultiLayerNetwork net, Segment segment, int seed) {
        FixedMask.set(net, BATCH, seed);
        Nets.gradientAndScore(net, segment);
        return net.gradient().gradient();
    }

    @Test
    void sameSeedDropsTheSame() {
        Segment segment = Segment.random(BATCH, VOCABULARY, 5, 1);
        assertThat(drawn(segment, 3)).isEqualTo(drawn(segment, 3)).isNotEqualTo(drawn(segment, 4));
    }

    @Test
    void dropoutWorksWithDeeplearning4jsOutputLayerToo() {
        Segment oneHot = Segment.random(BATCH, VOCABULARY, 5, 1);
        Segment soft = new Segment(oneHot.features(), oneHot.labels().mul(0.9).add(0.02));
        assertThat(drawn(soft, 3)).isEqualTo(drawn(soft, 3)).isNotEqualTo(drawn(soft, 4));
    }

    private static INDArray drawn(Segment segment, long seed) {
        MultiLayerNetwork net = Nets.fast(VOCABULARY, 0.6, 6, 4, 3);
        Nd4j.getRandom().setSeed(seed);
        Nets.gradientAndScore(net, segment);
        return net.gradient().gradient();
    }

    @Test
    void evaluationDropsNothing() {
        INDArray features = Segment.random(BATCH, VOCABULARY, 5, 1).features();
        INDArray without = Nets.fast(VOCABULARY, 1, 6, 4, 3).output(features);
        assertThat(Nets.fast(VOCABULARY, 0.6, 6, 4, 3).output(features).distance2(without))
                .isZero();
    }
}
