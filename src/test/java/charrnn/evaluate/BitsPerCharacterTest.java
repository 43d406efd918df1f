package charrnn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.model.StreamPredictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitsPerCharacterTest {
    private static final int SYMBOLS = 8;

    /** Of the texts that are learned while they are measured. */
    private static final int VOCABULARY = 9;

    /**
     * Symbol k costs k + 1 bits, and nothing where it follows k - 1.
     */
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

    /** Predicts each symbol with its frequency among the learned symbols, in any context. */
    private static final class Counting implements StreamPredictor {
        private final int[] counts = new int[VOCABULARY];
        private final List<String> calls = new ArrayList<>();

        @Override
        public void reset() {
            Arrays.fill(counts, 1);
            calls.add("reset");
        }

        @Override
        public float[] predict(int[][] inputs) {
            calls.add("predict");
            float[] one = new float[VOCABULARY];
            int sum = Arrays.stream(counts).sum();
            for (int v = 0; v < VOCABULARY; v++) {
                one[v] = (float) counts[v] / sum;
            }
            float[] all = new float[inputs.length * inputs[0].length * VOCABULARY];
            for (int at = 0; at < all.length; at += VOCABULARY) {
                System.arraycopy(one, 0, all, at, VOCABULARY);
            }
            return all;
        }

        @Override
        public void learn(int[][] targets) {
            calls.add("learn");
            Arrays.stream(targets).flatMapToInt(Arrays::stream).forEach(symbol -> counts[symbol]++);
        }
    }

    /** Records all inputs and targets that it received before each prediction. */
    private static final class Recording implements StreamPredictor {
        private final StringBuilder received = new StringBuilder();
        private final List<String> before = new ArrayList<>();

        @Override
        public void reset() {}

        @Override
        public float[] predict(int[][] inputs) {
            received.append(Arrays.deepToString(inputs));
            before.add(received.toString());
            return new float[inputs[0].length * VOCABULARY];
        }

        @Override
        public void learn(int[][] targets) {
            received.append(Arrays.deepToString(targets));
        }
    }

    private static EncodedText skewed(int length) {
        return EncodedTexts.ofIndices(new Random(7)
                .doubles(length)
                .mapToInt(share -> Math.min(VOCABULARY - 1, (int) (-2 * Math.log(share))))
                .toArray());
    }

    private static BitsPerCharacter measure(StreamPredictor model, EncodedText text, int segment) {
        return BitsPerCharacter.whileLearning(model, text, segment, done -> {});
    }

    @Test
    void learnsEachSegmentAfterItsPrediction() {
        Counting model = new Counting();
        List<Long> done = new ArrayList<>();
        BitsPerCharacter bits = BitsPerCharacter.whileLearning(model, skewed(33), 10, done::add);
        assertThat(model.calls)
                .containsExactly(
                        "reset", "predict", "learn", "predict", "learn", "predict", "learn", "predict", "learn");
        assertThat(done).containsExactly(10L, 20L, 30L, 32L);
        assertThat(bits.chars()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({"500, 20", "501, 20", "502, 20", "90, 1", "2, 7", "9, 100"})
    void bitsFollowFromTheCountsBeforeEachSegment(int length, int segment) {
        EncodedText text = skewed(length);
        int[] symbols = text.read(0, length);
        int[] counts = new int[VOCABULARY];
        Arrays.fill(counts, 1);
        double bits = 0;
        for (int from = 1; from < length; from += segment) {
            int sum = Arrays.stream(counts).sum();
            int to = Math.min(length, from + segment);
            for (int i = from; i < to; i++) {
                bits -= Math.log((double) counts[symbols[i]] / sum) / Math.log(2);
            }
            for (int i = from; i < to; i++) {
                counts[symbols[i]]++;
            }
        }
        BitsPerCharacter measured = measure(new Counting(), text, segment);
        assertThat(measured.chars()).isEqualTo(length - 1);
        assertThat(measured.bits()).isCloseTo(bits / (length - 1), within(1e-6));
    }

    /** Character 101 is an input of segment 10. */
    @Test
    void predictionsDoNotDependOnLaterCharacters() {
        EncodedText text = skewed(200);
        Recording one = new Recording();
        measure(one, text, 10);
        int[] changed = text.read(0, 200);
        Arrays.setAll(changed, i -> i < 101 ? changed[i] : VOCABULARY - 1 - changed[i]);
        Recording other = new Recording();
        measure(other, EncodedTexts.ofIndices(changed), 10);
        assertThat(one.before).hasSize(20);
        assertThat(other.before.subList(0, 10)).isEqualTo(one.before.subList(0, 10));
        assertThat(other.before.get(10)).isNotEqualTo(one.before.get(10));
    }
}
