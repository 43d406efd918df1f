package charrnn.sample;

import static charrnn.sample.LogitsProcessorTest.logarithms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.GeneratedText.FinishReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextGeneratorTest {
    private static FinishedText greedy(FakeLanguageModel model, String prime, int length, String stop) {
        RandomGenerator random = new SplittableRandom(1);
        return FinishedText.of(model, LogitsProcessor.GREEDY, Constraint.NONE, random, prime, length, stop);
    }

    private static String coins(SamplingOptions options, int sample) {
        FakeLanguageModel model = FakeLanguageModel.constant("abcd", 0.2, 0.2, 0.2, 0.2, 0.2);
        return FinishedText.of(model, options.request("a", sample, Constraint.NONE))
                .text();
    }

    private static SamplingOptions seed(long seed) {
        return new SamplingOptions(40, 1, 0, 1, seed, 1, "");
    }

    @Test
    void seedsAndSamplesDiffer() {
        Set<String> texts = new HashSet<>();
        for (int sample = 0; sample < 50; sample++) {
            texts.add(coins(seed(4), sample));
        }
        assertThat(texts).hasSize(50);
        assertThat(coins(seed(4), 3)).isEqualTo(coins(seed(7), 0));
    }

    /** The text that a seed stands for is the same on every Java: people write seeds down. */
    @Test
    void textOfASeedNeverChanges() {
        assertThat(coins(seed(1), 0)).isEqualTo("ccdbbddcbdbcbcbacdcdaababaccadccbbbcccdc");
    }

    /** The last generated character is not read: nothing comes after it. A bar stands for a line feed; writing begins after {@code >}. */
    @ParameterizedTest
    @CsvSource({
        "abcdef, cab, 4, cdef, cab>cde",
        "a|b, '', 2, ab, |>a", // an empty prime is the beginning of a line
        "ab, '', 2, ab, \uFFFD>a", // and unknown if the vocabulary has no line feed
        "ab, ab, 0, '', ab",
        "ab, bé, 1, a, b\uFFFD", // an unknown character is read as unknown
        "a😀😁, 😁, 3, a😀😁, 😁>a😀", // characters beyond the basic plane are one character
        "a😀😁, 😀, 2, 😁a, 😀>😁",
    })
    void modelReadsThePrimeAndThenTheGeneratedCharacters(
            String characters, String prime, int length, String expected, String read) {
        FakeLanguageModel model = FakeLanguageModel.reciting(characters.replace('|', '\n'));
        assertThat(greedy(model, prime, length, "")).isEqualTo(new FinishedText(expected, FinishReason.LENGTH));
        String[] parts = read.replace('|', '\n').split(">");
        assertThat(model.readText()).isEqualTo(String.join("", parts));
        assertThat(model.givenText()).isEqualTo(parts.length > 1 ? parts[0] : "");
    }

    @Test
    void theStopStringIsSearchedForInTheNewTextOnly() {
        assertThat(greedy(FakeLanguageModel.reciting("abc"), "abc", 4, "ca").text())
                .isEqualTo("ab");
    }

    private static GenerationRequest request(String prime, boolean echo, int length, int likeliest) {
        return new GenerationRequest(
                prime,
                echo,
                length,
                Constraint.NONE,
                LogitsProcessor.GREEDY,
                new SplittableRandom(1),
                List.of(),
                likeliest);
    }

    @Test
    void charactersAreReceivedAsSoonAsTheyAreGenerated() {
        FakeLanguageModel model = FakeLanguageModel.reciting("abc");
        List<String> received = new ArrayList<>();
        FinishedText.generate(
                model,
                request("c", false, 3, 0),
                token -> received.add(Token.text(List.of(token)) + " after " + model.readText()));
        assertThat(received).containsExactly("a after c", "b after ca", "c after cab");
    }

    @Test
    void anEchoedPrimeIsReceivedWithItsProbabilities() {
        FakeLanguageModel model = FakeLanguageModel.constant("abc", 0.1, 0.2, 0.4, 0.3);
        List<Token> tokens = new ArrayList<>();
        FinishedText.generate(model, request("ca", true, 1, 2), tokens::add);
        assertThat(tokens).extracting(Token::codePoint).containsExactly((int) 'c', (int) 'a', (int) 'b');
        assertThat(tokens.get(0)).isEqualTo(new Token('c', Float.NaN, List.of()));
        assertThat(Math.exp(tokens.get(1).logProbability())).isCloseTo(0.2, within(1e-6));
        assertThat(tokens.get(2).likeliest())
                .extracting(Token.Alternative::codePoint)
                .containsExactly((int) 'b', (int) 'c');
    }

    @Test
    void theModelsArrayIsNotChanged() {
        float[] logProbabilities = logarithms(0.2, 0.5, 0.3);
        FakeLanguageModel model = FakeLanguageModel.afterText("ab", read -> logProbabilities);
        SamplingOptions greedy = new SamplingOptions(1, 0, 0, 1, 1, 1, "");
        assertThat(FinishedText.of(model, greedy.request("b", 0, Constraint.NONE))
                        .text())
                .isEqualTo("a");
        assertThat(logProbabilities).containsExactly(logarithms(0.2, 0.5, 0.3));
    }

    @Test
    void modelThatHasStreamsIsRefused() {
        FakeLanguageModel model = FakeLanguageModel.reciting("ab");
        model.add();
        assertThatIllegalArgumentException().isThrownBy(() -> new TextGenerator(model));
    }

    /** Refuses words that have a letter twice in a row, or the last three words; a word ends at a blank. */
    private static final class NoDoubles implements Constraint {
        private String word = "";
        private int words;
        private final boolean rejectsThree;

        NoDoubles(boolean rejectsThree) {
            this.rejectsThree = rejectsThree;
        }

        @Override
        public boolean beginsStatement() {
            return rejectsThree && words % 3 == 0;
        }

        @Override
        public boolean isFinal() {
            return !rejectsThree || beginsStatement();
        }

        @Override
        public boolean mayReject() {
            return true;
        }

        @Override
        public boolean begins(int index) {
            return !isDouble() && index == BLANK;
        }

        private boolean isDouble() {
            return word.chars()
                    .anyMatch(letter -> word.contains(Character.toString(letter).repeat(2)));
        }

        @Override
        public Verdict accept(int index) {
            if (index == BLANK && isDouble()) {
                return rejectsThree && word.indexOf(2) >= 0 ? Verdict.STATEMENT_REJECTED : Verdict.REJECTED;
            }
            words += index == BLANK ? 1 : 0;
            word = index == BLANK ? "" : word + (char) index;
            return Verdict.ACCEPTED;
        }

        @Override
        public Constraint copy() {
            NoDoubles copy = new NoDoubles(rejectsThree);
            copy.word = word;
            copy.words = words;
            return copy;
        }
    }

    private static final int BLANK = 1;

    /** Predictions depend on all that a stream has read. */
    private static FakeLanguageModel hashing() {
        return FakeLanguageModel.afterText(" abc", read -> {
            SplittableRandom random = new SplittableRandom(read.hashCode());
            float[] logProbabilities = new float[5];
            for (int i = BLANK; i < logProbabilities.length; i++) {
                logProbabilities[i] = (float) Math.log(0.2 + random.nextDouble());
            }
            logProbabilities[0] = Float.NEGATIVE_INFINITY;
            return logProbabilities;
        });
    }

    private static GenerationRequest request(int number, Constraint constraint) {
        return new GenerationRequest(
                "ab ",
                false,
                30 + number,
                constraint,
                LogitsProcessor.NONE,
                new SplittableRandom(number),
                List.of(),
                0);
    }

    /** A text in which tokens were rejected is the same beside other texts, and its predictions are those of what remains. */
    @Test
    void rejectedTokensLeaveNoTrace() {
        List<List<Token>> alone = new ArrayList<>();
        List<List<Token>> together = new ArrayList<>();
        TextGenerator shared = new TextGenerator(hashing());
        int steps = 0;
        for (int i = 0; i < 12; i++) {
            Constraint constraint = i % 3 == 2 ? Constraint.NONE : new NoDoubles(i % 3 == 1);
            alone.add(new ArrayList<>());
            FinishedText.generate(hashing(), request(i, constraint.copy()), alone.get(i)::add);
            together.add(new ArrayList<>());
            shared.add(request(i, constraint), together.get(i)::add);
            for (int k = 0; k < 5; k++) {
                steps += shared.step();
            }
        }
        while (shared.size() > 0) {
            shared.step();
        }
        assertThat(steps).isPositive();
        assertThat(together).isEqualTo(alone);
        for (int i = 0; i < alone.size(); i++) {
            StringBuilder text = new StringBuilder();
            FakeLanguageModel model = hashing();
            model.add();
            for (int index : model.vocabulary().encode("ab ")) {
                model.step(index);
            }
            for (Token token : alone.get(i)) {
                int index = model.vocabulary().indexOf(token.codePoint());
                assertThat(token.logProbability()).isEqualTo(model.logProbabilities(0)[index]);
                text.appendCodePoint(token.codePoint());
                model.step(index);
            }
            assertThat(alone.get(i)).hasSize(30 + i);
            if (i % 3 < 2) {
                String words = text.substring(0, text.lastIndexOf(" "));
                assertThat(words).doesNotContainPattern("([abc])\\1");
            }
        }
    }
}
