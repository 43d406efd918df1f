package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextGeneratorTest {
    private static TextGenerator greedy(FakeLanguageModel model) {
        return new TextGenerator(model, Sampler.GREEDY, new SplittableRandom(1));
    }

    private static String coins(SamplingOptions options, int sample) {
        FakeLanguageModel model = FakeLanguageModel.constant("abcd", 0.2, 0.2, 0.2, 0.2, 0.2);
        return new TextGenerator(model, options.sampler(), options.random(sample))
                .generate("a", options.length(), options.stop());
    }

    private static SamplingOptions seed(long seed) {
        return new SamplingOptions(40, 1, 0, 1, seed, 1, "");
    }

    @Test
    void sameSeedSameText() {
        assertThat(coins(seed(4), 0)).isEqualTo(coins(seed(4), 0)).hasSize(40);
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
    void theTextOfASeedIsKnown() {
        assertThat(coins(seed(1), 0)).isEqualTo("ccdbbddcbdbcbcbacdcdaababaccadccbbbcccdc");
    }

    @Test
    void readsThePrimeInOrderAndThenWhatItMade() {
        FakeLanguageModel model = FakeLanguageModel.reciting("abcdef");
        assertThat(greedy(model).generate("cab", 4, "")).isEqualTo("cdef");
        // The last character is not read: nothing comes after it.
        assertThat(model.readText()).isEqualTo("cabcde");
        assertThat(model.resets()).isEqualTo(1);
    }

    @Test
    void forgetsTheTextBefore() {
        FakeLanguageModel model = FakeLanguageModel.reciting("abcdef");
        TextGenerator generator = greedy(model);
        generator.generate("cab", 4, "");
        assertThat(generator.generate("f", 2, "")).isEqualTo("ab");
        assertThat(model.readText()).isEqualTo("fa");
    }

    @Test
    void anEmptyPrimeIsTheBeginningOfALine() {
        FakeLanguageModel model = FakeLanguageModel.reciting("a\nb");
        assertThat(greedy(model).generate("", 2, "")).isEqualTo("ab");
        assertThat(model.readText()).isEqualTo("\na");
    }

    @Test
    void anEmptyPrimeIsUnknownWhereThereIsNoNewline() {
        FakeLanguageModel model = FakeLanguageModel.reciting("ab");
        assertThat(greedy(model).generate("", 2, "")).isEqualTo("ab");
        assertThat(model.readText()).isEqualTo("\uFFFDa");
    }

    @Test
    void lengthZeroReadsThePrimeAndMakesNothing() {
        FakeLanguageModel model = FakeLanguageModel.reciting("ab");
        List<Integer> out = new ArrayList<>();
        assertThat(greedy(model).generate("ab", 0, "", out::add)).isEqualTo(FinishReason.LENGTH);
        assertThat(out).isEmpty();
        assertThat(model.readText()).isEqualTo("ab");
    }

    @Test
    void unknownCharactersOfThePrimeAreToldAndReadAsUnknown() {
        FakeLanguageModel model = FakeLanguageModel.reciting("ab");
        assertThat(greedy(model).unknown("aé😀bé")).containsExactly((int) 'é', 0x1F600);
        assertThat(greedy(model).generate("bé", 1, "")).isEqualTo("a");
        assertThat(model.readText()).isEqualTo("b\uFFFD");
    }

    @Test
    void charactersBeyondTheBasicPlaneAreOneCharacter() {
        FakeLanguageModel model = FakeLanguageModel.reciting("a😀😁");
        List<Integer> out = new ArrayList<>();
        greedy(model).generate("😁", 3, "", out::add);
        assertThat(out).containsExactly((int) 'a', 0x1F600, 0x1F601);
        assertThat(greedy(model).generate("😀", 2, "")).isEqualTo("😁a");
    }

    @ParameterizedTest
    @CsvSource({
        "de, 10, abc, STOP",
        "fab, 10, abcde, STOP",
        "a, 10, '', STOP",
        "ac, 4, abcd, LENGTH", // a beginning that turned out to be none
        "dex, 5, abcde, LENGTH", // held back when the length is reached
        "efa, 6, abcdef, LENGTH",
        "def, 6, abc, STOP",
    })
    void theStopStringEndsTheTextAndIsNotPartOfIt(String stop, int length, String expected, FinishReason end) {
        StringBuilder out = new StringBuilder();
        assertThat(greedy(FakeLanguageModel.reciting("abcdef")).generate("f", length, stop, out::appendCodePoint))
                .isEqualTo(end);
        assertThat(out).hasToString(expected);
    }

    @Test
    void theStopStringIsLookedForInTheNewTextOnly() {
        assertThat(greedy(FakeLanguageModel.reciting("abc")).generate("abc", 4, "ca"))
                .isEqualTo("ab");
    }

    @Test
    void charactersComeOutAsSoonAsTheyAreMade() {
        FakeLanguageModel model = FakeLanguageModel.reciting("abc");
        List<String> readBefore = new ArrayList<>();
        greedy(model).generate("c", 3, "", codePoint -> readBefore.add(model.readText()));
        assertThat(readBefore).containsExactly("c", "ca", "cab");
    }

    @Test
    void theUnknownSymbolIsNeverWritten() {
        FakeLanguageModel model = FakeLanguageModel.constant("ab", 0.999, 0.0005, 0.0005);
        for (double temperature : new double[] {0, 0.5, 5}) {
            SamplingOptions options = new SamplingOptions(500, temperature, 0, 1, 2, 1, "");
            assertThat(new TextGenerator(model, options.sampler(), options.random(0)).generate("a", 500, ""))
                    .hasSize(500)
                    .matches("[ab]*");
        }
    }
}
