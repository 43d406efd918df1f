package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The output layer compared with stock Deeplearning4j's, in all calls that give a score or probabilities. */
class FastOutputTest {
    private static final int VOCABULARY = 9;

    /** For sums of fifteen losses and for gradients; charrnn's tanh has an error of up to 3e-7. */
    private static final double TOLERANCE = 1e-5;

    private final MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, 10, 8);
    private final MultiLayerNetwork fast = Nets.fast(VOCABULARY, 1, 10, 8);
    private final Segment segment = Segment.random(3, VOCABULARY, 5, 1);

    private static double score(MultiLayerNetwork net, Segment segment) {
        return net.score(new DataSet(segment.features(), segment.labels()));
    }

    /** The loss of an update must not be returned as the score of other data. */
    @Test
    void scoreAfterAnUpdateIsThatOfTheNewData() {
        Segment other = Segment.random(3, VOCABULARY, 5, 2);
        Nets.gradientAndScore(fast, segment);
        assertThat(score(fast, other)).isCloseTo(score(stock, other), within(TOLERANCE));
        Nets.train(fast, segment);
        Nets.train(stock, segment);
        assertThat(score(fast, segment)).isCloseTo(score(stock, segment), within(TOLERANCE));
    }

    /** Extreme logits do not overflow, and the loss of an impossible symbol is finite. */
    @Test
    void overconfidentNetworkHasAFiniteLoss() {
        MultiLayerNetwork sure = Nets.fast(VOCABULARY, 1, 10, 8);
        sure.getParam("2_b").putScalar(0, 3, 500);
        assertThat(score(sure, segment)).isBetween(1000.0, 2500.0);
        INDArray probabilities = sure.output(segment.features());
        assertThat(probabilities.sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0_b", "1_RW", "2_W", "2_b"})
    void networkWithNaNHasALossOfNaN(String parameter) {
        fast.getParam(parameter).putScalar(3, Float.NaN);
        assertThat(score(fast, segment)).isNaN();
        assertThat(Nets.gradientAndScore(fast, segment)).isNaN();
        assertThat(fast.output(segment.features()).sumNumber().doubleValue()).isNaN();
    }

    /** Deeplearning4j's layer says what is wrong. */
    @ParameterizedTest
    @CsvSource({"3, 6", "3, 4", "2, 5", "4, 5"})
    void labelsOfAnotherShapeThanTheInputAreRefused(int batch, int time) {
        Segment other = new Segment(
                segment.features(), Segment.random(batch, VOCABULARY, time, 2).labels());
        assertThatThrownBy(() -> Nets.gradientAndScore(fast, other)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Nets.gradientAndScore(stock, other)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {VOCABULARY - 1, VOCABULARY + 1})
    void inputWithAnotherNumberOfFeaturesIsRefused(int features) {
        fast.output(segment.features());
        for (INDArray input :
                List.of(Segment.random(3, features, 5, 2).features(), Nd4j.rand(DataType.FLOAT, 3, features, 5))) {
            assertThatThrownBy(() -> fast.output(input))
                    .isInstanceOf(DL4JInvalidInputException.class)
                    .hasMessageContaining("the input has " + features + " features instead of 9");
        }
    }
}
