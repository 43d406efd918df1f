package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples.Sample;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
    private static final String CHARACTERS = "abcd";

    private static FakeLanguageModel chain(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] next = new double[5][5];
        for (double[] row : next) {
            double sum = 0;
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.exp(-4 * random.nextDouble());
                sum += row[i];
            }
            for (int i = 0; i < row.length; i++) {
                row[i] /= sum;
            }
        }
        return new FakeLanguageModel(CHARACTERS, last -> next[last]);
    }

    private static Sample search(
            BeamSearch search,
            FakeLanguageModel model,
            LogitsProcessorFactory processors,
            String prime,
            int length,
            String stop) {
        List<Sample> found = new ArrayList<>();
        StringBuilder tokens = new StringBuilder();
        search.search(model, processors, prime, length, stop, new Samples.Listener() {
            @Override
            public void accept(List<Token> more) {
                more.forEach(token -> tokens.appendCodePoint(token.codePoint()));
            }

            @Override
            public void complete(Sample sample) {
                found.add(sample);
            }
        });
        assertThat(model.size()).isZero();
        assertThat(found).hasSize(1).allSatisfy(sample -> assertThat(sample.text())
                .isEqualTo(tokens.toString()));
        return found.get(0);
    }

    private static Sample search(BeamSearch search, FakeLanguageModel model, int length, String stop) {
        return search(search, model, LogitsProcessorFactory.NONE, "a", length, stop);
    }

    private static String text(BeamSearch search, long seed, int length) {
        return search(search, chain(seed), length, "").text();
    }

    private static double logProbability(long seed, String prime, String text) {
        FakeLanguageModel model = chain(seed);
        double sum = 0;
        float[] next = model.logProbabilitiesAfter(model.vocabulary().indexOf(prime.charAt(0)));
        for (char c : text.toCharArray()) {
            sum += next[model.vocabulary().indexOf(c)];
            next = model.logProbabilitiesAfter(model.vocabulary().indexOf(c));
        }
        return sum;
    }

    /** The best of all texts of a length, by trying all of them. */
    private static String best(long seed, int length) {
        String best = "";
        for (int number = 0; number < Math.pow(4, length); number++) {
            StringBuilder text = new StringBuilder();
            for (int rest = number, i = 0; i < length; i++, rest /= 4) {
                text.append(CHARACTERS.charAt(rest % 4));
            }
            if (best.isEmpty() || logProbability(seed, "a", text.toString()) > logProbability(seed, "a", best)) {
                best = text.toString();
            }
        }
        return best;
    }

    @Test
    void aWideBeamFindsTheLikeliestText() {
        for (long seed = 0; seed < 30; seed++) {
            assertThat(text(new BeamSearch(64, 0.6), seed, 4)).isEqualTo(best(seed, 4));
        }
    }

    @Test
    void aBeamOfOneIsGreedy() {
        for (long seed = 0; seed < 30; seed++) {
            SamplingOptions options = new SamplingOptions(12, 0, 0, 1, 1, 1, "");
            String greedy = FinishedText.of(chain(seed), options.request("a", 0, LogitsProcessorFactory.NONE))
                    .text();
            assertThat(text(new BeamSearch(1, 0), seed, 12)).isEqualTo(greedy);
        }
    }

    /** In some of these models, greedy decoding takes a likely beginning that has only unlikely continuations. */
    @Test
    void aWiderBeamIsHardlyEverWorse() {
        double wins = 0;
        for (long seed = 0; seed < 100; seed++) {
            double wide = logProbability(seed, "a", text(new BeamSearch(4, 0), seed, 12));
            double narrow = logProbability(seed, "a", text(new BeamSearch(1, 0), seed, 12));
            assertThat(wide).isGreaterThan(narrow - 1e-4);
            wins += wide > narrow + 1e-3 ? 1 : 0;
        }
        assertThat(wins).isGreaterThan(10);
    }

    /** The empty text before the stop string is likelier than the long text, which wins with a length penalty. */
    @Test
    void theLengthPenaltyDecidesBetweenShortAndLong() {
        // After a, b has 0.4 and ends the text; c has 0.6, and after it c again has 0.9.
        double[][] next = {{0, 1, 0, 0}, {0, 0, 0.4, 0.6}, {0, 1, 0, 0}, {0, 0, 0.1, 0.9}};
        FakeLanguageModel model = new FakeLanguageModel("abc", l -> next[l]);
        assertThat(search(new BeamSearch(3, 0), model, 9, "b"))
                .isEqualTo(new Sample(0, OptionalLong.empty(), "", FinishReason.STOP, 0));
        Sample found = search(new BeamSearch(3, 1), model, 9, "b");
        assertThat(found.text()).isEqualTo("ccccccccc");
        assertThat(found.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(found.bits()).isCloseTo(-(Math.log(0.6) + 8 * Math.log(0.9)) / Math.log(2), within(1e-5));
        assertThat(search(new BeamSearch(3, 1), model, 0, "b"))
                .isEqualTo(new Sample(0, OptionalLong.empty(), "", FinishReason.LENGTH, 0));
    }

    @Test
    void scoresAreThoseOfTheFormula() {
        assertThat(new BeamSearch(1, 0).score(-6, 20)).isEqualTo(-6);
        assertThat(new BeamSearch(1, 1).score(-6, 7)).isCloseTo(-3, within(1e-12));
        assertThat(new BeamSearch(1, 0.5).score(-6, 19)).isCloseTo(-3, within(1e-12));
    }

    @Test
    void everyTextSatisfiesTheConstraint() {
        String characters = "\n \"#'()*/0;[]{}acdefgilmnoprsuw";
        double[] weights = new double[characters.length() + 1];
        Vocabulary vocabulary = FakeLanguageModel.constant(characters, weights).vocabulary();
        for (char c : "({;".toCharArray()) {
            weights[vocabulary.indexOf(c)] = 0.3;
        }
        weights[vocabulary.indexOf('f')] = 0.1;
        FakeLanguageModel model = FakeLanguageModel.constant(characters, weights);
        CConstraints constraints = new CConstraints(vocabulary, true, Until.LENGTH);
        String text =
                search(new BeamSearch(5, 1), model, constraints, "", 15, "").text();
        assertThat(text).hasSize(15).contains("(");
        assertThat(text.replaceAll("[^(]", "")).hasSameSizeAs(text.replaceAll("[^)]", ""));
        assertThat(text.replaceAll("[^{]", "")).hasSameSizeAs(text.replaceAll("[^}]", ""));
    }

    @Test
    void modelWithNaNIsRefused() {
        FakeLanguageModel model = FakeLanguageModel.constant("ab", 0.5, Double.NaN, 0.5);
        assertThatIllegalStateException()
                .isThrownBy(() -> search(new BeamSearch(2, 0), model, 3, ""))
                .withMessageContaining("no symbol a probability");
    }
}
