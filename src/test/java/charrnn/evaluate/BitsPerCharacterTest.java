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
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Compares with the mean cost of the symbols after the first one, except a symbol that is left out. */
    private static void assertBits(BitsPerCharacter measured, EncodedText text, int leftOut) {
        int[] symbols = text.read(0, (int) text.length());
        int[] costs = IntStream.range(1, symbols.length)
                .filter(i -> symbols[i] != leftOut)
                .map(i -> symbols[i] == symbols[i - 1] + 1 ? 0 : symbols[i] + 1)
                .toArray();
        assertThat(measured.chars()).isEqualTo(costs.length);
        assertThat(measured.bits()).isCloseTo(IntStream.of(costs).average().orElseThrow(), within(1e-5));
    }

    /** Symbol 5 is the only one that the other vocabulary lacks. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 25000})
    void aComparisonLeavesOutWhatEitherVocabularyLacks(int length) {
        EncodedText text = text(length);
        Vocabulary own = text.vocabulary();
        EncodedText other = text.in(new Vocabulary(IntStream.range(1, SYMBOLS)
                .filter(k -> k != 5)
                .map(own::codePoint)
                .boxed()
                .toList()));
        BitsPerCharacter compared =
                BitsPerCharacter.of(new FixedCostModel(), text, Optional.of(text.in(own.common(other.vocabulary()))));
        assertThat(compared.chars()).isLessThan(length - 1);
        assertBits(compared, text, 5);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1000, 3", "1001, 7", "101, 64", "5, 2", "2, 1"})
    void everyCharacterButTheFirstIsPredictedOnceForAnyNumberOfStreams(int length, int streams) {
        BitsPerCharacter measured = BitsPerCharacter.of(new FixedCostModel(), text(length), streams);
        assertThat(measured.chars()).isEqualTo(length - 1);
        assertBits(measured, text(length), Vocabulary.UNKNOWN);
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
