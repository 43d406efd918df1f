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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bits of models that learn from the text. */
class LearningBitsTest {
    private static final int VOCABULARY = 9;

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

    private static EncodedText text(int length) {
        Random random = new Random(7);
        byte[] indices = new byte[length];
        for (int i = 0; i < length; i++) {
            indices[i] = (byte) Math.min(VOCABULARY - 1, (int) (-2 * Math.log(random.nextDouble())));
        }
        return EncodedTexts.ofBytes(indices);
    }

    private static BitsPerCharacter measure(StreamPredictor model, EncodedText text, int segment) {
        return BitsPerCharacter.whileLearning(model, text, segment, done -> {});
    }

    @Test
    void learnsEachSegmentAfterItsPrediction() {
        Counting model = new Counting();
        List<Long> done = new ArrayList<>();
        BitsPerCharacter bits = BitsPerCharacter.whileLearning(model, text(33), 10, done::add);
        assertThat(model.calls)
                .containsExactly(
                        "reset", "predict", "learn", "predict", "learn", "predict", "learn", "predict", "learn");
        assertThat(done).containsExactly(10L, 20L, 30L, 32L);
        assertThat(bits.chars()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({"500, 20", "501, 20", "502, 20", "90, 1", "2, 7", "9, 100"})
    void bitsFollowFromTheCountsBeforeEachSegment(int length, int segment) {
        EncodedText text = text(length);
        int[] counts = new int[VOCABULARY];
        Arrays.fill(counts, 1);
        double bits = 0;
        for (int from = 1; from < length; from += segment) {
            int sum = Arrays.stream(counts).sum();
            int to = Math.min(length, from + segment);
            for (int i = from; i < to; i++) {
                bits -= Math.log((double) counts[text.at(i)] / sum) / Math.log(2);
            }
            for (int i = from; i < to; i++) {
                counts[text.at(i)]++;
            }
        }
        BitsPerCharacter measured = measure(new Counting(), text, segment);
        assertThat(measured.chars()).isEqualTo(length - 1);
        assertThat(measured.bits()).isCloseTo(bits / (length - 1), within(1e-6));
    }

    /** Character 101 is an input of segment 10. */
    @Test
    void predictionsDoNotDependOnLaterCharacters() {
        byte[] characters = new byte[200];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (byte) text(200).at(i);
        }
        Recording one = new Recording();
        measure(one, EncodedTexts.ofBytes(characters.clone()), 10);
        for (int i = 101; i < characters.length; i++) {
            characters[i] = (byte) (VOCABULARY - 1 - characters[i]);
        }
        Recording other = new Recording();
        measure(other, EncodedTexts.ofBytes(characters), 10);
        assertThat(one.before).hasSize(20);
        assertThat(other.before.subList(0, 10)).isEqualTo(one.before.subList(0, 10));
        assertThat(other.before.get(10)).isNotEqualTo(one.before.get(10));
    }
}
