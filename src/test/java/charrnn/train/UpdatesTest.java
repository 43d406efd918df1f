package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class UpdatesTest {
    private static final int VOCABULARY = 8;
    private static final int STREAMS = 3;
    private static final int TIME = 10;
    private static final double RATE = 0.01;

    private final DataSet segment = TinySession.segment(new Random(1), STREAMS, VOCABULARY, TIME);
    private StreamingNetwork network;
    private double loss;
    private double norm;

    /** ND4J would replace the seed 0 by the time. */
    @Test
    void zeroIsASeedLikeAnyOther() {
        INDArray[] ends = new INDArray[2];
        for (int i = 0; i < ends.length; i++) {
            Config config = config("model.dropout=0.5", "training.seed=0");
            network = Networks.create(config.model(), config.training(), VOCABULARY);
            new Updates(config.model(), config.training(), network).make(segment, RATE, 0);
            ends[i] = network.params();
        }
        assertThat(ends[0]).isEqualTo(ends[1]);
    }

    private static Config config(String... keys) {
        return ConfigLoader.parse(
                "model: {hidden: [12, 12]}\ntraining: {optimizer: sgd, sequenceLength: " + TIME + "}",
                "test",
                List.of(keys));
    }

    /** The change of the parameters by the first update of a new network. Stores loss and norm in the fields. */
    private INDArray stepOf(double gradientNorm, double weightDecay) {
        Config config = config("training.gradientNorm=" + gradientNorm, "training.weightDecay=" + weightDecay);
        network = Networks.create(config.model(), config.training(), VOCABULARY);
        INDArray before = network.params().dup();
        Learner.Update update = new Updates(config.model(), config.training(), network).make(segment, RATE, 1);
        loss = update.bitsPerChar();
        norm = update.gradientNorm();
        return before.sub(network.params());
    }

    private double lossNow() {
        network.resetState();
        Config config = config("training.gradientNorm=0");
        return new Updates(config.model(), config.training(), network)
                .make(segment, 0, 1)
                .bitsPerChar();
    }

    /** To first order, an update reduces the loss by step times gradient, in nats per character. */
    @Test
    void aStepIsTheRateTimesTheGradientOfTheMeanLossPerCharacter() {
        double length = stepOf(0, 0).norm2Number().doubleValue();
        assertThat(length).isCloseTo(RATE * norm, withinPercentage(0.01));
        double fall = (loss - lossNow()) * Math.log(2);
        assertThat(fall).isPositive().isCloseTo(RATE * norm * norm, withinPercentage(2));
    }

    @Test
    void onlyAGradientThatIsTooLongIsCutToTheLimitAndItKeepsItsDirection() {
        INDArray whole = stepOf(0, 0);
        double before = norm;
        assertThat(stepOf(before * 1.01, 0)).isEqualTo(whole);
        double limit = before / 3;
        INDArray cut = stepOf(limit, 0);
        assertThat(norm).isEqualTo(before);
        assertThat(cut.norm2Number().doubleValue()).isCloseTo(RATE * limit, withinPercentage(0.01));
        double offDirection = cut.mul(3).sub(whole).norm2Number().doubleValue();
        assertThat(offDirection).isLessThan(0.01 * RATE * before); // 4e-4 was seen: the parameters are floats
    }

    @Test
    void withoutAGradientWeightsDecayByTheRateTimesTheDecay() {
        double decay = stepOf(1e-12, 0.2).norm2Number().doubleValue();
        double left = network.params().norm2Number().doubleValue();
        assertThat(decay).isCloseTo(0.2 * RATE / (1 - 0.2 * RATE) * left, withinPercentage(0.1));
    }
}
