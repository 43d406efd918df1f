package charrnn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import charrnn.corpus.EncodedTexts;
import charrnn.model.StreamPredictor;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The same model, text and new network as in {@code bench/peers/pytorch_train.py --self-check}, which expects the same
 * numbers: both measure bits per character alike, and the peer's {@code --init charrnn} draws charrnn's initial weights.
 */
class PeerAgreementTest {
    private static final int SYMBOLS = 11;

    /** Predicts by one plus the counts of the stream's symbols, so that results depend on its beginning and its state. */
    private static final class AdaptiveCounts implements StreamPredictor {
        private int[][] counts = new int[64][SYMBOLS];
        private int read;

        @Override
        public void reset() {
            counts = new int[64][SYMBOLS];
            read = 0;
        }

        @Override
        public float[] predict(int[][] inputs) {
            int streams = inputs.length;
            int time = inputs[0].length;
            float[] probabilities = new float[time * streams * SYMBOLS];
            for (int s = 0; s < streams; s++) {
                for (int t = 0; t < time; t++) {
                    counts[s][inputs[s][t]]++;
                    float total = SYMBOLS + read + t + 1;
                    for (int k = 0; k < SYMBOLS; k++) {
                        probabilities[(t * streams + s) * SYMBOLS + k] = (counts[s][k] + 1) / total;
                    }
                }
            }
            read += time;
            return probabilities;
        }
    }

    @Test
    void bitsPerCharacterOfAnAdaptiveModelEqualThePeers() {
        int[] text = LongStream.range(0, 45_678)
                .mapToInt(i -> (int) (i * i / 7 % (2 + i / 6000)))
                .toArray();
        BitsPerCharacter measured = BitsPerCharacter.of(new AdaptiveCounts(), EncodedTexts.ofIndices(text));
        assertThat(measured.chars()).isEqualTo(45_677);
        assertThat(measured.bits()).isCloseTo(2.337542, within(1e-5));
    }

    @Test
    void initialWeightsHaveThePeersDeviations() {
        StreamingNetwork network = TestNetworks.of(98, "model: {layers: 2, hidden: 128}");
        assertDeviation(network, "0_W", 0.2);
        assertDeviation(network, "0_RW", Math.sqrt(2.0 / 354));
        assertDeviation(network, "1_W", Math.sqrt(2.0 / 384));
        assertDeviation(network, "1_RW", Math.sqrt(2.0 / 384));
        assertDeviation(network, "2_W", Math.sqrt(2.0 / 226));
    }

    /** The deviation of n draws is off by 1 / sqrt(2 n) of itself: here by at most 0.6 %. */
    private static void assertDeviation(StreamingNetwork network, String parameter, double expected) {
        assertThat(network.getParam(parameter).stdNumber().doubleValue())
                .as(parameter)
                .isCloseTo(expected, withinPercentage(2));
    }
}
