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

    @Test
    void sameSeedDropsTheSame() {
        Segment segment = Segment.random(BATCH, VOCABULARY, 5, 1);
        assertThat(drawn(segment, 3)).isEqualTo(drawn(segment, 3)).isNotEqualTo(drawn(segment, 4));
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
