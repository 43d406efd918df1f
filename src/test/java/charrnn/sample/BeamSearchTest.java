package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.Vocabulary;
import charrnn.sample.BeamSearch.Found;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
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

    private static String search(BeamSearch search, long seed, int length, String stop) {
        FakeBatchLanguageModel model = new FakeBatchLanguageModel(() -> chain(seed));
        String text = search.search(model, LogitsProcessorFactory.NONE, "a", length, stop)
                .text();
        assertThat(model.size()).isZero();
        return text;
    }

    private static double logProbability(long seed, String prime, String text) {
        FakeLanguageModel model = chain(seed);
        double sum = 0;
        float[] next = model.step(model.vocabulary().indexOf(prime.charAt(0)));
        for (char c : text.toCharArray()) {
            sum += next[model.vocabulary().indexOf(c)];
            next = model.step(model.vocabulary().indexOf(c));
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
            assertThat(search(new BeamSearch(64, 0.6), seed, 4, "")).isEqualTo(best(seed, 4));
        }
    }

    @Test
    void aBeamOfOneIsGreedy() {
        for (long seed = 0; seed < 30; seed++) {
            String greedy = new TextGenerator(
                            chain(seed),
                            new BannedToken(Vocabulary.UNKNOWN).into(Sampler.GREEDY),
                            new SplittableRandom(1))
                    .generate("a", 12, "");
            assertThat(search(new BeamSearch(1, 0), seed, 12, "")).isEqualTo(greedy);
        }
    }

    /** Greedy choice falls for a likely beginning that goes on badly in some of these models. */
    @Test
    void aWiderBeamIsHardlyEverWorse() {
        double wins = 0;
        for (long seed = 0; seed < 100; seed++) {
            double wide = logProbability(seed, "a", search(new BeamSearch(4, 0), seed, 12, ""));
            double narrow = logProbability(seed, "a", search(new BeamSearch(1, 0), seed, 12, ""));
            assertThat(wide).isGreaterThan(narrow - 1e-4);
            wins += wide > narrow + 1e-3 ? 1 : 0;
        }
        assertThat(wins).isGreaterThan(10);
    }

    /** The stop string is likely at once and not likely: with no penalty the short text wins, with one the long. */
    @Test
    void theLengthPenaltyDecidesBetweenShortAndLong() {
        // From a: b ends the text with 0.4; c leads to c for ever, nearly for sure.
        double[][] next = {{0, 1, 0, 0}, {0, 0, 0.4, 0.6}, {0, 1, 0, 0}, {0, 0, 0.1, 0.9}};
        FakeBatchLanguageModel model = new FakeBatchLanguageModel(() -> new FakeLanguageModel("abc", l -> next[l]));
        assertThat(new BeamSearch(3, 0).search(model, LogitsProcessorFactory.NONE, "a", 9, "b"))
                .isEqualTo(new Found("", FinishReason.STOP, 0));
        Found found = new BeamSearch(3, 1).search(model, LogitsProcessorFactory.NONE, "a", 9, "b");
        assertThat(found.text()).isEqualTo("ccccccccc");
        assertThat(found.end()).isEqualTo(FinishReason.LENGTH);
        assertThat(found.bits()).isCloseTo(-(Math.log(0.6) + 8 * Math.log(0.9)) / Math.log(2), within(1e-5));
        assertThat(new BeamSearch(3, 1).search(model, LogitsProcessorFactory.NONE, "a", 0, "b"))
                .isEqualTo(new Found("", FinishReason.LENGTH, 0));
    }

    @Test
    void scoresAreThoseOfTheFormula() {
        assertThat(new BeamSearch(1, 0).score(-6, 20)).isEqualTo(-6);
        assertThat(new BeamSearch(1, 1).score(-6, 7)).isCloseTo(-3, within(1e-12));
        assertThat(new BeamSearch(1, 0.5).score(-6, 19)).isCloseTo(-3, within(1e-12));
    }

    @Test
    void theConstraintSteersEveryText() {
        String characters = "\n \"#'()*/0;[]{}acdefgilmnoprsuw";
        double[] weights = new double[characters.length() + 1];
        Vocabulary vocabulary = FakeLanguageModel.constant(characters, weights).vocabulary();
        for (char c : "({;".toCharArray()) {
            weights[vocabulary.indexOf(c)] = 0.3;
        }
        weights[vocabulary.indexOf('f')] = 0.1;
        FakeBatchLanguageModel model =
                new FakeBatchLanguageModel(() -> FakeLanguageModel.constant(characters, weights));
        String text = new BeamSearch(5, 1)
                .search(model, new CConstraints(vocabulary, true, Until.LENGTH), "", 15, "")
                .text();
        assertThat(text).hasSize(15).contains("(");
        assertThat(text.replaceAll("[^(]", "")).hasSameSizeAs(text.replaceAll("[^)]", ""));
        assertThat(text.replaceAll("[^{]", "")).hasSameSizeAs(text.replaceAll("[^}]", ""));
    }

    @Test
    void aBrokenModelIsTold() {
        FakeBatchLanguageModel model =
                new FakeBatchLanguageModel(() -> FakeLanguageModel.constant("ab", 0.5, Double.NaN, 0.5));
        assertThatIllegalStateException()
                .isThrownBy(() -> new BeamSearch(2, 0).search(model, LogitsProcessorFactory.NONE, "a", 3, ""))
                .withMessageContaining("no symbol a probability");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BeamSearch(0, 1))
                .withMessageContaining("is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new BeamSearch(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BeamSearch(1, Double.NaN));
    }
}
