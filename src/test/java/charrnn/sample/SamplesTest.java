package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.TextGenerator.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.3, 0.15, 0.05};

    private static FakeLanguageModel model() {
        return FakeLanguageModel.constant("abcd", PROBABILITIES);
    }

    /** All samples; each must be complete exactly once and say nothing afterwards. */
    private static List<String> written(SamplingOptions options, int bestOf) {
        Map<Integer, StringBuilder> texts = new TreeMap<>();
        List<Integer> complete = new ArrayList<>();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(int sample, int codePoint) {
                assertThat(complete).doesNotContain(sample);
                texts.computeIfAbsent(sample, s -> new StringBuilder()).appendCodePoint(codePoint);
            }

            @Override
            public void complete(int sample, End end) {
                assertThat(complete).doesNotContain(sample);
                assertThat(end).isEqualTo(End.LENGTH);
                complete.add(sample);
            }
        };
        new Samples(new FakeBatchLanguageModel(SamplesTest::model), options, Guides.NONE, "a", bestOf, listener)
                .write();
        assertThat(complete).hasSize(options.count());
        return texts.values().stream().map(StringBuilder::toString).toList();
    }

    private static SamplingOptions options(long seed, int count) {
        return new SamplingOptions(20, 1.5, 0, 1, seed, count, "");
    }

    private static double bits(String text) {
        return text.chars()
                .mapToDouble(c -> -Math.log(PROBABILITIES[c - 'a' + 1]))
                .sum();
    }

    @Test
    void theSamplesAreThoseOfTheirSeeds() {
        List<String> all = written(options(5, 150), 1);
        assertThat(all).hasSize(150).doesNotHaveDuplicates();
        assertThat(written(options(25, 3), 1)).isEqualTo(all.subList(20, 23));
    }

    /** The model's probabilities choose, not those that the temperature made of them. */
    @Test
    void theCandidateWithTheFewestBitsIsTaken() {
        List<String> candidates = written(options(5, 150), 1);
        List<String> best = written(options(5, 30), 5);
        assertThat(best).hasSize(30);
        for (int sample = 0; sample < 30; sample++) {
            List<String> own = candidates.subList(5 * sample, 5 * sample + 5);
            String taken = best.get(sample);
            assertThat(own).contains(taken);
            assertThat(own).allSatisfy(other -> assertThat(bits(taken)).isLessThanOrEqualTo(bits(other) + 1e-6));
        }
    }

    @Test
    void samplesWithoutCharactersAreComplete() {
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 1)).isEmpty();
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 3)).isEmpty();
    }
}
