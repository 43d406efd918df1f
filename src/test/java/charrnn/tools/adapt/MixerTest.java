package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MixerTest {
    /** The first input is the true log odds, the second is noise. */
    @Test
    void weightsFavourTheCorrectInput() {
        Random random = new Random(5);
        Mixer mixer = new Mixer(2, 0.3f, 1, 2);
        double cost = 0;
        double best = 0;
        for (int i = 0; i < 60_000; i++) {
            double truth = Mixer.probability(2 * random.nextGaussian());
            int bit = random.nextDouble() < truth ? 1 : 0;
            float[] inputs = {(float) Math.log(truth / (1 - truth)), (float) random.nextGaussian()};
            double p = mixer.mix(inputs, new int[] {0, i % 2});
            mixer.learn(inputs, bit);
            if (i >= 30_000) {
                cost -= Math.log(bit == 1 ? p : 1 - p);
                best -= Math.log(bit == 1 ? truth : 1 - truth);
            }
        }
        assertThat(cost / best).isCloseTo(1, within(0.01));
    }

    @Test
    void learningRaisesTheProbabilityOfTheBit() {
        Mixer mixer = new Mixer(3, 0.2f, 2, 3);
        float[] inputs = {1, -2, 0.5f};
        int[] selectors = {1, 2};
        double before = mixer.mix(inputs, selectors);
        mixer.learn(inputs, 1);
        assertThat(mixer.mix(inputs, selectors)).isGreaterThan(before);
        assertThat(mixer.mix(inputs, new int[] {0, 0}))
                .as("other selector values have separate weights")
                .isCloseTo(before, within(1e-6));
    }
}
