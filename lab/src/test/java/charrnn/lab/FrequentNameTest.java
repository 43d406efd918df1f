package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.tools.complete.Suggestion;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FrequentNameTest {
    private static final Vocabulary VOCABULARY = EncodedTexts.vocabulary("\n _abcdefghijklmnopqrstuvwxyz();012");

    private static Function<String, Suggestion> start(String before, String after) {
        return FrequentName.completer(EncodedTexts.of(VOCABULARY, "zebra(zebra, zoo); zebu"), VOCABULARY)
                .start()
                .apply(new CursorPlace(before, "", after));
    }

    @Test
    void completesTheMostFrequentNameWithThePrefix() {
        Function<String, Suggestion> completer = start("f(", "\nzoo = zoo;");
        assertThat(completer.apply("z").text()).isEqualTo("oo"); // three times of six
        assertThat(completer.apply("z").logProbability()).isEqualTo(Math.log(0.5));
        assertThat(completer.apply("ze").text()).isEqualTo("bra");
        assertThat(completer.apply("ze").logProbability()).isEqualTo(Math.log(2 / 3.0));
    }

    @Test
    void suggestsNothingWithoutAPrefixOfAName() {
        for (String typed : new String[] {"", "zebra", "q", "0z", "z "}) {
            assertThat(start("f(", "").apply(typed).text()).as(typed).isEmpty();
        }
    }
}
