package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
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
        return FinishedText.of(
                model, LogitsProcessors.GREEDY, LogitsProcessorFactory.NONE, random, prime, length, stop);
    }

    private static String coins(SamplingOptions options, int sample) {
        FakeLanguageModel model = FakeLanguageModel.constant("abcd", 0.2, 0.2, 0.2, 0.2, 0.2);
        return FinishedText.of(model, options.request("a", sample, LogitsProcessorFactory.NONE))
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

    /** The last generated character is not read: nothing comes after it. A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource({
        "abcdef, cab, 4, cdef, cabcde",
        "a|b, '', 2, ab, |a", // an empty prime is the beginning of a line
        "ab, '', 2, ab, \uFFFDa", // and unknown if the vocabulary has no line feed
        "ab, ab, 0, '', ab",
        "ab, bé, 1, a, b\uFFFD", // an unknown character is read as unknown
        "a😀😁, 😁, 3, a😀😁, 😁a😀", // characters beyond the basic plane are one character
        "a😀😁, 😀, 2, 😁a, 😀😁",
    })
    void modelReadsThePrimeAndThenTheGeneratedCharacters(
            String characters, String prime, int length, String expected, String read) {
        FakeLanguageModel model = FakeLanguageModel.reciting(characters.replace('|', '\n'));
        assertThat(greedy(model, prime, length, "")).isEqualTo(new FinishedText(expected, FinishReason.LENGTH));
        assertThat(model.readText()).isEqualTo(read.replace('|', '\n'));
    }

    @Test
    void writingBeginsAfterThePrime() {
        FakeLanguageModel model = FakeLanguageModel.reciting("abcdef");
        greedy(model, "cab", 4, "");
        assertThat(model.givenText()).isEqualTo("cab");
    }

    @ParameterizedTest
    @CsvSource({
        "de, 10, abc, STOP",
        "fab, 10, abcde, STOP",
        "a, 10, '', STOP",
        "ac, 4, abcd, LENGTH", // not a beginning of the stop string after all
        "dex, 5, abcde, LENGTH", // held back when the length is reached
        "efa, 6, abcdef, LENGTH",
        "def, 6, abc, STOP",
    })
    void theStopStringEndsTheTextAndIsNotPartOfIt(String stop, int length, String expected, FinishReason end) {
        assertThat(greedy(FakeLanguageModel.reciting("abcdef"), "f", length, stop))
                .isEqualTo(new FinishedText(expected, end));
    }

    @Test
    void theStopStringIsSearchedForInTheNewTextOnly() {
        assertThat(greedy(FakeLanguageModel.reciting("abc"), "abc", 4, "ca").text())
                .isEqualTo("ab");
    }

    private static GenerationRequest request(String prime, boolean echo, int length, int likeliest) {
        return new GenerationRequest(
                prime, echo, length, LogitsProcessors.GREEDY, new SplittableRandom(1), List.of(), likeliest);
    }

    /** Each token with what the model had read when it was received. */
    private static List<String> received(FakeLanguageModel model, GenerationRequest request) {
        List<String> received = new ArrayList<>();
        TextGenerator generator = new TextGenerator(model);
        generator.add(
                request, token -> received.add(Character.toString(token.codePoint()) + " after " + model.readText()));
        while (generator.size() > 0) {
            generator.step();
        }
        return received;
    }

    @Test
    void charactersAreReceivedAsSoonAsTheyAreGenerated() {
        assertThat(received(FakeLanguageModel.reciting("abc"), request("c", false, 3, 0)))
                .containsExactly("a after c", "b after ca", "c after cab");
    }

    @Test
    void anEchoedPrimeIsReceivedWithItsProbabilities() {
        FakeLanguageModel model = FakeLanguageModel.constant("abc", 0.1, 0.2, 0.4, 0.3);
        List<Token> tokens = new ArrayList<>();
        TextGenerator generator = new TextGenerator(model);
        generator.add(request("ca", true, 1, 2), tokens::add);
        while (generator.size() > 0) {
            generator.step();
        }
        assertThat(tokens).extracting(Token::codePoint).containsExactly((int) 'c', (int) 'a', (int) 'b');
        assertThat(tokens.get(0)).isEqualTo(new Token('c', Float.NaN, List.of()));
        assertThat(tokens.get(1).probability()).isCloseTo(0.2, within(1e-6));
        assertThat(tokens.get(2).likeliest())
                .extracting(Token.Alternative::codePoint)
                .containsExactly((int) 'b', (int) 'c');
    }

    @Test
    void theModelsArrayIsNotChanged() {
        FakeLanguageModel model = FakeLanguageModel.constant("ab", 0.2, 0.5, 0.3);
        float[] logProbabilities = model.logProbabilitiesAfter(0);
        SamplingOptions greedy = new SamplingOptions(1, 0, 0, 1, 1, 1, "");
        FinishedText.Recorder recorder = new FinishedText.Recorder();
        GeneratedText text =
                new GeneratedText(model.vocabulary(), greedy.request("b", 0, LogitsProcessorFactory.NONE), recorder);
        text.next();
        assertThat(text.accept(logProbabilities)).isTrue();
        assertThat(recorder.finished().text()).isEqualTo("a");
        assertThat(logProbabilities).containsExactly(model.logProbabilitiesAfter(0));
    }

    @Test
    void modelThatHasStreamsIsRefused() {
        FakeLanguageModel model = FakeLanguageModel.reciting("ab");
        model.add();
        assertThatIllegalArgumentException().isThrownBy(() -> new TextGenerator(model));
    }
}
