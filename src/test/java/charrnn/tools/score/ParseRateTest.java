package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import charrnn.sample.FakeLanguageModel;
import charrnn.sample.SamplingOptions;
import org.junit.jupiter.api.Test;

/** What is counted of a model that goes round and round. */
class ParseRateTest {
    /** @param round of characters that differ */
    private static ParseRate of(String round, int length) {
        int[] symbols = new Vocabulary(round.codePoints().boxed().toList()).encode(round);
        int[] after = new int[symbols.length + 1];
        for (int i = 0; i < symbols.length; i++) {
            after[symbols[i]] = symbols[(i + 1) % symbols.length];
        }
        FakeLanguageModel model = (new FakeLanguageModel(round, last -> {
            double[] next = new double[after.length];
            next[after[last]] = 1;
            return next;
        }));
        return ParseRate.of(model, new SamplingOptions(length, 1, 0, 1, 7, 3, ""));
    }

    @Test
    void countsTheCompleteFunctionsOfAllSamples() {
        String round = "a b(c){}\n";
        ParseRate rate = of(round, 3 * round.length() + 5);
        assertThat(rate).isEqualTo(new ParseRate(9, 9));
        assertThat(rate.share()).hasValue(1);
    }

    @Test
    void aFunctionThatDoesNotParseCountsAsOneToo() {
        ParseRate rate = of("a b(c){=}\n", 40);
        assertThat(rate).isEqualTo(new ParseRate(0, 12));
        assertThat(rate.share()).hasValue(0);
    }

    @Test
    void ofNoFunctionNothingIsSaid() {
        ParseRate rate = of("a;\n", 40);
        assertThat(rate).isEqualTo(new ParseRate(0, 0));
        assertThat(rate.share()).isEmpty();
    }
}
