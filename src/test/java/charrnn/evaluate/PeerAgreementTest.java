package charrnn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.model.StreamPredictor;
import org.junit.jupiter.api.Test;

/**
 * The same model and the same text as in {@code bench/peers/pytorch_train.py --self-check}, which expects the same
 * figure, so that both measure bits per character alike.
 */
class PeerAgreementTest {
    private static final int SYMBOLS = 11;

    /**
     * Predicts by one plus the counts of the stream's symbols, so that results depend on its beginning and its state.
     */
    private static final class AdaptiveCounts implements StreamPredictor {
        private int[][] counts = new int[64][SYMBOLS];
        private int read;

        @Override
        public float[] predict(int[][] inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {
            counts = new int[64][SYMBOLS];
            read = 0;
        }

        @Override
        public float[][] losses(int[][] inputs, int[][] targets) {
            int time = inputs[0].length;
            float[][] nats = new float[inputs.length][time];
            for (int s = 0; s < inputs.length; s++) {
                for (int t = 0; t < time; t++) {
                    counts[s][inputs[s][t]]++;
                    double total = SYMBOLS + read + t + 1;
                    nats[s][t] = (float) -Math.log((counts[s][targets[s][t]] + 1) / total);
                }
            }
            read += time;
            return nats;
        }
    }

    @Test
    void bitsPerCharacterOfAnAdaptiveModelEqualThePeers() {
        byte[] text = new byte[45_678];
        for (long i = 0; i < text.length; i++) {
            text[(int) i] = (byte) (i * i / 7 % (2 + i / 6000));
        }
        BitsPerCharacter measured = BitsPerCharacter.of(new AdaptiveCounts(), EncodedText.ofBytes(text));
        assertThat(measured.chars()).isEqualTo(45_677);
        assertThat(measured.bits()).isCloseTo(2.337542, within(1e-5));
    }
}
