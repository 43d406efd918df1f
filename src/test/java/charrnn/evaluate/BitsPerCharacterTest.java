package charrnn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.model.StreamPredictor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitsPerCharacterTest {
    /** Symbol k costs k + 1 bits; records the pairs of input and target. */
    private static final class FixedCostModel implements StreamPredictor {
        private final List<int[]> pairs = new ArrayList<>();
        private int resets;

        @Override
        public float[] predict(int[][] inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {
            resets++;
        }

        @Override
        public float[][] losses(int[][] inputs, int[][] targets) {
            float[][] nats = new float[inputs.length][inputs[0].length];
            for (int s = 0; s < inputs.length; s++) {
                for (int t = 0; t < inputs[s].length; t++) {
                    pairs.add(new int[] {inputs[s][t], targets[s][t]});
                    nats[s][t] = (float) ((targets[s][t] + 1) * Math.log(2));
                }
            }
            return nats;
        }
    }

    private static EncodedText text(int length) {
        byte[] indices = new byte[length];
        for (int i = 0; i < length; i++) {
            indices[i] = (byte) (i * i % 7 + 1);
        }
        return EncodedText.ofBytes(indices);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1000, 3", "1001, 7", "101, 64", "5, 2", "2, 1"})
    void everyCharacterButTheFirstIsPredictedOnceForAnyNumberOfStreams(int length, int streams) {
        EncodedText text = text(length);
        double sum = 0;
        for (int i = 1; i < length; i++) {
            sum += text.at(i) + 1;
        }
        BitsPerCharacter measured = BitsPerCharacter.of(new FixedCostModel(), text, streams);
        assertThat(measured.chars()).isEqualTo(length - 1);
        assertThat(measured.bits()).isCloseTo(sum / (length - 1), within(1e-5));
    }

    @Test
    void targetsFollowTheirInputs() {
        FixedCostModel model = new FixedCostModel();
        BitsPerCharacter.of(model, text(300), 1);
        assertThat(model.pairs).hasSize(299);
        for (int i = 0; i < 299; i++) {
            assertThat(model.pairs.get(i))
                    .containsExactly(text(300).at(i), text(300).at(i + 1));
        }
        assertThat(model.resets)
                .as("before, and after: nothing is left for the next text")
                .isEqualTo(2);
    }

    @Test
    void bitsOfASingleCharacterAreNaN() {
        BitsPerCharacter measured = BitsPerCharacter.of(new FixedCostModel(), text(1));
        assertThat(measured.chars()).isZero();
        assertThat(measured.bits()).isNaN();
    }
}
