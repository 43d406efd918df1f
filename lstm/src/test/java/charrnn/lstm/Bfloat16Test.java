package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.Nets.Segment;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training with the factors of products rounded to bfloat16, compared with float32. */
class Bfloat16Test {
    private static final int VOCABULARY = 9;

    /**
     * Relative to a gradient's norm. Rounding to 8 significant bits changes a factor by up to 2^-9 of itself, by 2^-10.5
     * on average. In a sum of products the errors of the two factors are nearly independent. A gradient is the result of
     * four products in a row (two layers, forward and backward), and the state passes errors on: a few times 2^-10.
     */
    private static final double TOLERANCE = 1.0 / (1 << 7);

    @BeforeEach
    void skipWithoutBfloat16() {
        assumeTrue(OneDnn.multipliesBfloat16(), "the processor has no bfloat16");
    }

    private static MultiLayerNetwork network(long seed, boolean coupled, DataType factorType) {
        return Nets.install(Nets.carryingStock(seed, VOCABULARY, 1, 40, 24), coupled, factorType);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsDifferFromFloat32OnlyByRounding(boolean coupled) {
        MultiLayerNetwork exact = network(7, coupled, DataType.FLOAT);
        MultiLayerNetwork rounded = network(7, coupled, DataType.BFLOAT16);
        for (int n = 0; n < 2; n++) {
            Segment segment = Segment.random(6, VOCABULARY, 12, n);
            double score = Nets.gradientAndScore(exact, segment);
            assertThat(Nets.gradientAndScore(rounded, segment)).isCloseTo(score, Percentage.withPercentage(0.1));
            exact.gradient().gradientForVariable().forEach((name, expected) -> assertThat(
                            Errors.relative(rounded.gradient().getGradientFor(name), expected))
                    .as(name)
                    .isBetween(1e-6, TOLERANCE));
        }
    }

    /**
     * The task is counting, which a network of this size learns. Rounding changes the loss less than other initial weights
     * do.
     */
    @Test
    void learnsAsWellAsInFloat32() {
        Segment[] text = new Segment[80];
        Arrays.fill(text, new Segment(counting(0), counting(1)));
        double[] exact = new double[10];
        double[] rounded = new double[exact.length];
        for (int seed = 0; seed < exact.length; seed++) {
            double[] losses = Nets.train(network(seed, false, DataType.FLOAT), text);
            exact[seed] = endOf(losses);
            assertThat(exact[seed]).isLessThan(losses[0] / 2);
            rounded[seed] = endOf(Nets.train(network(seed, false, DataType.BFLOAT16), text));
        }
        double deviation = Nd4j.create(exact).stdNumber().doubleValue();
        double mean = Arrays.stream(exact).average().orElseThrow();
        assertThat(Arrays.stream(rounded).average().orElseThrow()).isCloseTo(mean, Offset.offset(deviation));
    }

    private static double endOf(double[] losses) {
        return Arrays.stream(losses, losses.length - 20, losses.length)
                .average()
                .orElseThrow();
    }

    private static INDArray counting(int from) {
        INDArray symbols = Nd4j.create(DataType.FLOAT, new long[] {4, VOCABULARY, 10}, 'f');
        for (int b = 0; b < 4; b++) {
            for (int t = 0; t < 10; t++) {
                symbols.putScalar(b, (from + b + t) % VOCABULARY, t, 1);
            }
        }
        return symbols;
    }

    /** The validation loss is that of the network as it is used later. */
    @Test
    void inferenceIsInFloat32() {
        INDArray features = Segment.random(6, VOCABULARY, 12, 4).features();
        INDArray expected = network(7, false, DataType.FLOAT).output(features);
        assertThat(network(7, false, DataType.BFLOAT16).output(features).distance2(expected))
                .isZero();
    }
}
