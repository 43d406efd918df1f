package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            public void complete(int sample, FinishReason end) {
                assertThat(complete).doesNotContain(sample);
                assertThat(end).isEqualTo(FinishReason.LENGTH);
                complete.add(sample);
            }
        };
        new Samples(
                        new FakeBatchLanguageModel(SamplesTest::model),
                        options,
                        LogitsProcessorFactory.NONE,
                        "a",
                        bestOf,
                        listener)
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

    /** Each seed alone gives its sample again, and the bits do not include the stop string. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachSampleReportsItsSeedAndItsBits(int bestOf) {
        SamplingOptions options = new SamplingOptions(30, 1.5, 0, 1, 7, 20, "bc");
        Map<Integer, Long> seeds = new TreeMap<>();
        Map<Integer, Double> bits = new TreeMap<>();
        List<FinishReason> ends = new ArrayList<>();
        Map<Integer, StringBuilder> texts = new TreeMap<>();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(int sample, int codePoint) {
                texts.computeIfAbsent(sample, s -> new StringBuilder()).appendCodePoint(codePoint);
            }

            @Override
            public void measured(int sample, OptionalLong seed, double measured) {
                seeds.put(sample, seed.orElseThrow());
                bits.put(sample, measured);
            }

            @Override
            public void complete(int sample, FinishReason end) {
                assertThat(seeds).containsKey(sample);
                ends.add(end);
            }
        };
        new Samples(
                        new FakeBatchLanguageModel(SamplesTest::model),
                        options,
                        LogitsProcessorFactory.NONE,
                        "a",
                        bestOf,
                        listener)
                .write();
        assertThat(ends).hasSize(20).contains(FinishReason.STOP);
        for (int sample = 0; sample < 20; sample++) {
            String text = texts.getOrDefault(sample, new StringBuilder()).toString();
            assertThat(seeds.get(sample)).isBetween(7L + sample * bestOf, 7L + sample * bestOf + bestOf - 1);
            assertThat(bits.get(sample)).isCloseTo(bits(text) / Math.log(2), within(1e-4));
            assertThat(new TextGenerator(
                                    model(),
                                    options.sampler(),
                                    options.withSeed(seeds.get(sample)).random(0))
                            .generate("a", 30, "bc"))
                    .isEqualTo(text);
        }
    }

    @Test
    void samplesWithoutCharactersAreComplete() {
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 1)).isEmpty();
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 3)).isEmpty();
    }
}
