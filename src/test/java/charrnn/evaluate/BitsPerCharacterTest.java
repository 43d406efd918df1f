package charrnn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.StreamPredictor;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitsPerCharacterTest {
    private static final int SYMBOLS = 8;

    /** Symbol k costs k + 1 bits, and nothing where it follows k - 1. */
    private static final class FixedCostModel implements StreamPredictor {
        private int resets;

        @Override
        public void reset() {
            resets++;
        }

        @Override
        public float[] predict(int[][] inputs) {
            int streams = inputs.length;
            float[] probabilities = new float[inputs[0].length * streams * SYMBOLS];
            for (int i = 0; i < probabilities.length; i++) {
                int symbol = i % SYMBOLS;
                int row = i / SYMBOLS;
                boolean follows = symbol == inputs[row % streams][row / streams] + 1;
                probabilities[i] = follows ? 1 : (float) Math.pow(2, -symbol - 1);
            }
            return probabilities;
        }
    }

    private static EncodedText text(int length) {
        return EncodedTexts.ofIndices(
                IntStream.range(0, length).map(i -> i * i % 7 + 1).toArray());
    }

    /** Symbol 5 is the only one that the other vocabulary lacks. */
    @ParameterizedTest
    @CsvSource({"1000", "25000"})
    void aComparisonLeavesOutWhatEitherVocabularyLacks(int length) {
        EncodedText text = text(length);
        Vocabulary own = text.vocabulary();
        EncodedText other = text.in(new Vocabulary(IntStream.range(1, SYMBOLS)
                .filter(k -> k != 5)
                .map(own::codePoint)
                .boxed()
                .toList()));
        int[] symbols = text.read(0, length);
        double sum = 0;
        int counted = 0;
        for (int i = 1; i < length; i++) {
            if (symbols[i] != 5) {
                sum += symbols[i] == symbols[i - 1] + 1 ? 0 : symbols[i] + 1;
                counted++;
            }
        }
        assertThat(counted).isLessThan(length - 1);
        BitsPerCharacter compared =
                BitsPerCharacter.of(new FixedCostModel(), text, Optional.of(text.in(own.common(other.vocabulary()))));
        assertThat(compared.chars()).isEqualTo(counted);
        assertThat(compared.bits()).isCloseTo(sum / counted, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1000, 3", "1001, 7", "101, 64", "5, 2", "2, 1"})
    void everyCharacterButTheFirstIsPredictedOnceForAnyNumberOfStreams(int length, int streams) {
        EncodedText text = text(length);
        int[] symbols = text.read(0, length);
        double sum = 0;
        for (int i = 1; i < length; i++) {
            sum += symbols[i] == symbols[i - 1] + 1 ? 0 : symbols[i] + 1;
        }
        BitsPerCharacter measured = BitsPerCharacter.of(new FixedCostModel(), text, streams);
        assertThat(measured.chars()).isEqualTo(length - 1);
        assertThat(measured.bits()).isCloseTo(sum / (length - 1), within(1e-5));
    }

    @Test
    void stateIsResetBeforeAndAfter() {
        FixedCostModel model = new FixedCostModel();
        BitsPerCharacter.of(model, text(300), 1);
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
